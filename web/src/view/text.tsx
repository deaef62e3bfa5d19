/* text.tsx: a text with its claims: one that is pasted here, or a document of the store. */
import { useState } from 'preact/hooks';
import { address, get, post, Problem, useLoad } from '../api';
import { Article, roles } from '../part/article';
import { Facts, partyNames } from '../part/claim';
import { Provenance } from '../part/evidence';
import { EventTag, StatusTag } from '../part/glyph';
import { History } from '../part/history';
import { Review } from '../part/review';
import { useKeys } from '../part/keys';
import { pack, unpack } from '../part/pack';
import { Empty, Failed, Loading } from '../part/states';
import { change, go, routeText } from '../route';
import type { Claim, Document } from '../types';
import { plural } from '../words';

interface Pasted {
    text: string;
    title?: string;
    date?: string;
}

/* Longer ones would make an address that other programs cut. */
const mostInAddress = 30000;

const example: Pasted = {
    title: 'Island state weighs closing its mission',
    date: '2026-03-03',
    text:
        'PORT LOUIS, March 3 - Mauritius is considering closing its embassy in Lisbon, two officials said on Tuesday.\n\n' +
        'Portugal denied expelling a diplomat last week. "If they shut the mission, we will suspend aid," its foreign minister told reporters.\n\n' +
        'Police arrested eleven protesters who tried to storm the building on Sunday, witnesses said.',
};

export function Text({ id, query }: { id: string; query: URLSearchParams }) {
    const packed = query.get('t');
    const pasted = useLoad<Pasted | null>(packed, async () => JSON.parse(await unpack(packed ?? '')) as Pasted);
    const [long, setLong] = useState<Pasted | null>(null);
    const given = packed ? pasted.data : long;
    const key = id || (given ? JSON.stringify(given) : null);
    const doc = useLoad<Document>(key, (signal) =>
        id ? get<Document>(address(`documents/${encodeURIComponent(id)}`), signal) : coded(given as Pasted, signal),
    );
    const code = async (p: Pasted) => {
        const t = await pack(JSON.stringify(p));
        if (t.length > mostInAddress) {
            setLong(p);
            go('#/text');
        } else go(routeText({ view: 'text', id: '', query: new URLSearchParams({ t }) }));
    };
    if (pasted.error)
        return <Failed error={new Problem(0, 'The address is damaged', 'It holds no text that can be read.')} />;
    if (!key) return <Paste code={code} start={given} />;
    if (doc.error) return <Failed error={doc.error} again={doc.again} />;
    if (!doc.data) return <Loading what={id ? 'the document' : 'the text'} />;
    return (
        <Read
            doc={doc.data}
            stored={!!id}
            query={query}
            reload={doc.again}
            again={() => {
                setLong(null);
                go('#/text');
            }}
            note={long && !packed ? 'This text is too long for an address: a link to this view will not hold it.' : ''}
        />
    );
}

async function coded(p: Pasted, signal: AbortSignal): Promise<Document> {
    const d = await post<Document>('/api/code', p, signal);
    return { ...d, url: null, publisher: null };
}

function Paste({ code, start }: { code: (p: Pasted) => void; start: Pasted | null }) {
    const [p, set] = useState<Pasted>(start ?? { text: '', title: '', date: '' });
    const send = (e: Event) => {
        e.preventDefault();
        const body: Pasted = { text: p.text };
        if (p.title?.trim()) body.title = p.title.trim();
        if (p.date) body.date = p.date;
        if (p.text.trim()) code(body);
    };
    return (
        <form class="paste" onSubmit={send}>
            <h1>What does a text claim?</h1>
            <p class="lead">Paste an article. It is coded on this server, told to nobody else, and not kept.</p>
            <label for="paste-title">Headline</label>
            <input
                id="paste-title"
                dir="auto"
                value={p.title}
                placeholder="may be left out"
                onInput={(e) => set({ ...p, title: e.currentTarget.value })}
            />
            <label for="paste-text">Text</label>
            <textarea
                id="paste-text"
                dir="auto"
                rows={14}
                required
                value={p.text}
                placeholder="Paragraphs parted by blank lines"
                onInput={(e) => set({ ...p, text: e.currentTarget.value })}
                onKeyDown={(e) => {
                    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) send(e);
                }}
            />
            <div class="row">
                <label for="paste-date">Published</label>
                <input
                    id="paste-date"
                    type="date"
                    value={p.date}
                    onChange={(e) => set({ ...p, date: e.currentTarget.value })}
                />
                <span class="grow" />
                <button type="button" class="button quiet" onClick={() => code(example)}>
                    Try an example
                </button>
                <button type="submit" class="button main" disabled={!p.text.trim()}>
                    Code it
                </button>
            </div>
            <p class="why">Days such as “last Monday” are counted from the day of publication.</p>
        </form>
    );
}

function Read({
    doc,
    stored,
    query,
    again,
    reload,
    note,
}: {
    doc: Document;
    stored: boolean;
    query: URLSearchParams;
    again: () => void;
    reload: () => void;
    note: string;
}) {
    const wanted = query.get('claim');
    const chosen = doc.claims.find((c) => c.id === wanted) ?? doc.claims[0] ?? null;
    const choose = (c: Claim) => change({ claim: c.id }, 'replace');
    useKeys((e) => {
        const step = e.key === 'j' ? 1 : e.key === 'k' ? -1 : 0;
        const next = step && chosen ? doc.claims[doc.claims.indexOf(chosen) + step] : null;
        if (next) choose(next);
    });
    return (
        <div class="reading">
            <section class="read-text scrolls" aria-label="The text" tabIndex={0}>
                {!stored && (
                    <button type="button" class="button quiet" onClick={again}>
                        Another text
                    </button>
                )}
                {note && (
                    <p class="note" role="status">
                        {note}
                    </p>
                )}
                <Provenance doc={doc} />
                <ul class="legend" aria-label="Marks">
                    {Object.entries(roles).map(([r, name]) => (
                        <li key={r}>
                            <mark class={`part r-${r}`}>{name}</mark>
                        </li>
                    ))}
                </ul>
                <Article doc={doc} chosen={chosen} onChoose={choose} />
            </section>
            <section class="read-claims scrolls" aria-label="Its claims" tabIndex={0}>
                <h2 aria-live="polite">{plural(doc.claims.length, 'claim')}</h2>
                {doc.claims.length === 0 && (
                    <Empty title="Nothing is claimed here">
                        <p>
                            No sentence tells that somebody did something of the sixteen kinds to somebody. Sport,
                            markets, weather and fiction give none.
                        </p>
                    </Empty>
                )}
                <ol class="claim-list">
                    {doc.claims.map((c) => (
                        <li key={c.id} class={c === chosen ? 'chosen' : ''}>
                            <button
                                type="button"
                                class="claim-head"
                                aria-expanded={c === chosen}
                                onClick={() => choose(c)}
                            >
                                <span class="claim-line" dir="auto">
                                    <b>{partyNames(c.actors) || 'somebody'}</b>{' '}
                                    <EventTag event={c.event} mode={c.mode} /> <b>{partyNames(c.recipients)}</b>
                                </span>
                                <StatusTag status={c.status} />
                            </button>
                            {c === chosen && <Facts claim={c} others={doc.claims} onChoose={choose} />}
                            {c === chosen && stored && <Review id={c.id} claim={c} onDone={reload} />}
                            {c === chosen && stored && <History id={c.id} />}
                        </li>
                    ))}
                </ol>
            </section>
        </div>
    );
}
