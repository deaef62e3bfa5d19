/* evidence.tsx: the pane beside a list: a claim, and the article that it stands in. */
import { useEffect, useState } from 'preact/hooks';
import { address, useGet } from '../api';
import type { Claim, Document } from '../types';
import { Article } from './article';
import { Facts } from './claim';
import { Icon } from './glyph';
import { History } from './history';
import { useKeys } from './keys';
import { Review } from './review';
import { Failed, Loading } from './states';

interface Props {
    document: string;
    claim: string;
    onClose: () => void;
    onChoose: (c: Claim) => void;
}

/* An address in a text of others is only followed where it is one of the web. */
const isWeb = (url: string | null): url is string => !!url && /^https?:\/\//i.test(url);

export function Evidence({ document, claim, onClose, onChoose }: Props) {
    const { data, error, loading, again } = useGet<Document>(address(`documents/${encodeURIComponent(document)}`));
    useKeys((e) => e.key === 'Escape' && !e.defaultPrevented && onClose());
    const [turn, setTurn] = useState(0);
    const changed = () => setTurn((n) => n + 1);
    /* What a review changed is shown in the list beside as well. */
    useEffect(() => {
        if (!turn || !data || loading) return;
        const detail = { id: claim, claim: data.claims.find((c) => c.id === claim) ?? null };
        dispatchEvent(new CustomEvent('masudi:claim', { detail }));
    }, [data, loading]);
    const chosen = data?.claims.find((c) => c.id === claim) ?? null;
    return (
        <aside class="evidence split" aria-label="The claim and its article">
            <header class="pane-head">
                <h2>Evidence</h2>
                <a class="button quiet" href={`#/text/${encodeURIComponent(document)}?claim=${claim}`}>
                    Whole view
                </a>
                <button type="button" class="icon-button" onClick={onClose} aria-label="Close">
                    <Icon name="close" />
                </button>
            </header>
            {loading && !data && <Loading what="the article" />}
            {error && <Failed error={error} again={again} />}
            {data && data.id === document && (
                <>
                    <div class="evidence-facts scrolls" role="region" aria-label="The claim" tabIndex={0}>
                        {chosen ? (
                            <Facts claim={chosen} others={data.claims} onChoose={onChoose} />
                        ) : (
                            <p class="note">
                                This claim no longer holds: its article was given or coded anew, or somebody rejected
                                it.
                            </p>
                        )}
                        <Review
                            key={claim}
                            id={claim}
                            claim={chosen}
                            onDone={() => {
                                again();
                                changed();
                            }}
                        />
                        <History key={`${claim} ${turn}`} id={claim} />
                        <Provenance doc={data} />
                    </div>
                    <div class="evidence-text scrolls" role="region" aria-label="Its article" tabIndex={0}>
                        <Article doc={data} chosen={chosen} onChoose={onChoose} />
                    </div>
                </>
            )}
        </aside>
    );
}

export function Provenance({ doc }: { doc: Document }) {
    return (
        <p class="provenance">
            {doc.publisher && <b dir="auto">{doc.publisher}</b>}{' '}
            {doc.date && <time dateTime={doc.date}>{doc.date}</time>}{' '}
            {isWeb(doc.url) && (
                <a href={doc.url} rel="noopener noreferrer nofollow" target="_blank">
                    source
                </a>
            )}
            <span class="why">
                {[
                    doc.licence,
                    doc.attribution,
                    doc.model && `coded by ${doc.coder}, model ${doc.model}, knowledge ${doc.knowledge}`,
                ]
                    .filter(Boolean)
                    .join(' · ')}
            </span>
        </p>
    );
}
