/* stories.tsx: what many reports tell of together, and where their accounts differ. */
import { useState } from 'preact/hooks';
import { address, get, Problem, useGet } from '../api';
import { Sentence } from '../part/article';
import { partyNames } from '../part/claim';
import { Evidence } from '../part/evidence';
import { EventTag, Icon, StatusTag } from '../part/glyph';
import { say, Sign } from '../part/review';
import { Empty, Failed, Loading, noStore, NoStore } from '../part/states';
import { change, choice, viewLink, withChanges } from '../route';
import type { Claim, Story, StoryWhole } from '../types';
import { hedges, plural } from '../words';

export function Stories({ id, query }: { id: string; query: URLSearchParams }) {
    return id ? <OneStory id={id} query={query} /> : <List query={query} />;
}

const span = (a: string | null, b: string | null) => (a && b && a !== b ? `${a} – ${b}` : (a ?? b ?? 'no day'));

function List({ query }: { query: URLSearchParams }) {
    const least = query.get('least') ?? '2';
    const { data, error, loading, again } = useGet<{ current: boolean; stories: Story[] }>(
        address('stories', withChanges(choice(query), { least, limit: query.get('limit') ?? '100' })),
    );
    if (noStore(error)) return <NoStore />;
    if (error) return <Failed error={error} again={again} />;
    if (!data) return <Loading what="stories" />;
    return (
        <section class="stories scrolls" aria-label="Stories" aria-busy={loading} tabIndex={0}>
            <p class="count" role="status">
                {plural(data.stories.length, 'story', 'stories')}, most told first
                <span class="order">
                    <label for="least">told by</label>{' '}
                    <select id="least" value={least} onChange={(e) => change({ least: e.currentTarget.value })}>
                        {['1', '2', '3', '5', '10'].map((n) => (
                            <option key={n} value={n}>
                                {n === '1' ? 'any' : `${n} or more reports`}
                            </option>
                        ))}
                    </select>
                </span>
            </p>
            {!data.current && data.stories.length > 0 && (
                <p class="note">
                    Claims came in since stories were last put together. <code>masudi db stories --store …</code> does
                    it anew.
                </p>
            )}
            {data.stories.length === 0 && (
                <Empty title="No story passes">
                    <p>
                        {data.current
                            ? 'Fewer reports or another choice may find one.'
                            : 'Stories have not been put together yet:'}
                    </p>
                    {!data.current && <pre class="command">masudi db stories --store events.db</pre>}
                </Empty>
            )}
            <ol class="story-list">
                {data.stories.map((s) => (
                    <li key={s.story}>
                        <a href={viewLink('stories', query, s.story)} class="story-card">
                            <span class="story-head">
                                <EventTag event={s.event} mode={s.mode} />
                                <time>{span(s.first_day, s.last_day)}</time>
                            </span>
                            <q class="story-text" dir="auto">
                                {s.text ?? 'words not kept'}
                            </q>
                            <span class="story-foot">
                                <span>
                                    {plural(s.documents, 'report')}
                                    {s.copies ? `, ${plural(s.copies, 'copy', 'copies')}` : ''}
                                </span>
                                <span>{plural(s.claims, 'claim')}</span>
                                {s.sources.length > 0 && <span dir="auto">{s.sources.slice(0, 3).join(', ')}</span>}
                                {s.statuses.length > 1 && (
                                    <span class="statuses">
                                        {s.statuses.map((t) => (
                                            <StatusTag key={t} status={t} />
                                        ))}
                                    </span>
                                )}
                            </span>
                        </a>
                    </li>
                ))}
            </ol>
        </section>
    );
}

const aspects: Record<string, string> = {
    status: 'Did it happen?',
    hedge: 'How sure?',
    attribution: 'Who says so',
    actor: 'Who did it',
    recipient: 'To whom',
    day: 'Which day',
    place: 'Where',
    dead: 'Dead',
    injured: 'Injured',
    arrested: 'Arrested',
    displaced: 'Displaced',
    participants: 'Took part',
};

function valueOf(aspect: string, value: string): string {
    if (aspect === 'hedge') return hedges[value] || 'stated flatly';
    return value || (aspect === 'attribution' ? 'the article itself' : 'not said');
}

function OneStory({ id, query }: { id: string; query: URLSearchParams }) {
    const { data: s, error, again } = useGet<StoryWhole>(address(`stories/${encodeURIComponent(id)}`));
    const [picked, setPicked] = useState<string[]>([]);
    const pick = (c: string) => setPicked(picked.includes(c) ? picked.filter((x) => x !== c) : [...picked, c]);
    if (error) return <Failed error={error} again={again} />;
    if (!s) return <Loading what="the story" />;
    if (!s.accounts)
        return (
            <Empty title="This story is no more">
                <p>{s.changes.map((c) => `${c.at.slice(0, 10)}: ${c.kind}`).join('; ')}</p>
                <p>
                    <a href={viewLink('stories', query)}>All stories</a>
                </p>
            </Empty>
        );
    const reports = new Map<string, Claim[]>();
    for (const c of s.accounts) reports.set(c.doc.id, [...(reports.get(c.doc.id) ?? []), c]);
    const differ = Object.keys(aspects).filter((a) => (s.differ[a]?.length ?? 0) > 1);
    const claim = query.get('claim');
    const inDoc = query.get('in');
    return (
        <div class={`one-story ${claim ? 'with-pane' : ''}`}>
            <section class="scrolls story-side" aria-label="A story" tabIndex={0}>
                <a class="button quiet back" href={viewLink('stories', query)}>
                    <Icon name="back" /> All stories
                </a>
                <h1>
                    <EventTag event={s.event} mode={s.mode} /> <span>{span(s.first_day, s.last_day)}</span>
                </h1>
                <p class="lead">
                    {plural(s.documents, 'report')}, {plural(s.claims, 'claim')}
                    {s.sources.length > 0 && (
                        <>
                            , from <bdi>{s.sources.join(', ')}</bdi>
                        </>
                    )}
                    ; seen {span(s.first_seen, s.last_seen)}.{' '}
                    <a href={viewLink('claims', new URLSearchParams({ story: s.story }))}>As a table</a>
                </p>
                {s.story !== id && <p class="note">The story of this address became this one.</p>}
                {differ.length > 0 ? (
                    <div class="differ-box">
                        <h2>Where the accounts differ</h2>
                        <table class="differ">
                            <tbody>
                                {differ.map((a) => (
                                    <tr key={a}>
                                        <th scope="row">{aspects[a]}</th>
                                        <td>
                                            <ul class="values">
                                                {(s.differ[a] ?? []).map((v) => (
                                                    <li key={v.value}>
                                                        {a === 'status' ? (
                                                            <StatusTag status={v.value} />
                                                        ) : (
                                                            <b dir="auto">{valueOf(a, v.value)}</b>
                                                        )}
                                                        <span class="why">
                                                            {plural(v.told.length, 'claim')},{' '}
                                                            {plural(new Set(v.told.map((t) => t.doc)).size, 'report')}
                                                        </span>
                                                    </li>
                                                ))}
                                            </ul>
                                        </td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                ) : (
                    <p class="note">The accounts do not differ in what was coded.</p>
                )}
                <h2>Accounts side by side</h2>
                <Together
                    story={s}
                    picked={picked}
                    done={() => {
                        setPicked([]);
                        again();
                    }}
                />
                <div class="accounts">
                    {[...reports.values()].map((claims) => (
                        <Report key={claims[0]?.doc.id} claims={claims} chosen={claim} picked={picked} pick={pick} />
                    ))}
                </div>
            </section>
            {claim && inDoc && (
                <Evidence
                    document={inDoc}
                    claim={claim}
                    onClose={() => change({ claim: null, in: null })}
                    onChoose={(c) => change({ claim: c.id, in: c.doc.id })}
                />
            )}
        </div>
    );
}

/* Claims that are of another occurrence are split off; another story that is of this one is merged into it. */
function Together({ story, picked, done }: { story: StoryWhole; picked: string[]; done: () => void }) {
    const [doing, set] = useState<'' | 'split' | 'merge'>('');
    const [other, setOther] = useState('');
    const [late, setLate] = useState(false);
    const near = useGet<{ stories: Story[] }>(
        doing === 'merge'
            ? address('stories', {
                  event: story.event,
                  ...(story.first_day ? { from: story.first_day.slice(0, 10) } : {}),
                  ...(story.last_day ? { to: story.last_day.slice(0, 10) } : {}),
                  limit: '60',
              })
            : null,
    );
    const finish = (now: boolean) => {
        set('');
        setLate(!now);
        done();
    };
    const split = async (who: string, note: string) => {
        const [claim = '', ...rest] = picked;
        finish(await say({ kind: 'split', claim, with: rest, who, ...(note ? { note } : {}) }));
    };
    const merge = async (who: string, note: string) => {
        const whole = await get<StoryWhole>(address(`stories/${encodeURIComponent(other)}`));
        const claim = story.accounts[0]?.id;
        const mate = whole.accounts[0]?.id;
        if (!claim || !mate) throw new Problem(0, 'There is no such story', '');
        finish(await say({ kind: 'merge', claim, with: [mate], who, ...(note ? { note } : {}) }));
    };
    return (
        <div class="together">
            {!doing && (
                <span class="row">
                    <button
                        type="button"
                        class="button"
                        disabled={!picked.length || picked.length === story.accounts.length}
                        onClick={() => set('split')}
                    >
                        Split {picked.length ? plural(picked.length, 'chosen claim') : 'chosen claims'} off
                    </button>
                    <button type="button" class="button" onClick={() => set('merge')}>
                        Merge with another story
                    </button>
                </span>
            )}
            {late && (
                <p class="note" role="status">
                    It is noted. In a store of this size stories are put together by{' '}
                    <code>masudi db stories --store …</code>.
                </p>
            )}
            {doing === 'split' && <p class="why">They are of another occurrence than the rest.</p>}
            {doing === 'split' && <Sign label="Split off" send={split} cancel={() => set('')} />}
            {doing === 'merge' && (
                <label class="merge-with">
                    Which is of the same occurrence?
                    <select value={other} onChange={(e) => setOther(e.currentTarget.value)}>
                        <option value="">choose a story</option>
                        {near.data?.stories
                            .filter((s) => s.story !== story.story)
                            .map((s) => (
                                <option key={s.story} value={s.story}>
                                    {(s.text ?? s.story).slice(0, 110)}
                                </option>
                            ))}
                    </select>
                </label>
            )}
            {doing === 'merge' && other && <Sign label="Merge" send={merge} cancel={() => set('')} />}
            {doing === 'merge' && !other && (
                <button type="button" class="button quiet" onClick={() => set('')}>
                    Cancel
                </button>
            )}
        </div>
    );
}

interface ReportProps {
    claims: Claim[];
    chosen: string | null;
    picked: string[];
    pick: (id: string) => void;
}

function Report({ claims, chosen, picked, pick }: ReportProps) {
    const doc = claims[0]?.doc;
    if (!doc) return null;
    return (
        <article class="account" aria-label={doc.title ?? doc.id}>
            <header>
                <b dir="auto">{doc.publisher ?? doc.id}</b> <time>{doc.date?.slice(0, 10)}</time>
                {doc.title && <h3 dir="auto">{doc.title}</h3>}
            </header>
            {claims.map((c) => (
                <div key={c.id} class={`account-one ${c.id === chosen ? 'chosen' : ''}`}>
                    <input
                        type="checkbox"
                        aria-label={`Choose the claim ${c.event.toLowerCase()}: ${c.trigger.text}`}
                        checked={picked.includes(c.id)}
                        onChange={() => pick(c.id)}
                    />
                    <button type="button" class="account-claim" onClick={() => change({ claim: c.id, in: c.doc.id })}>
                        <span class="quoted" dir="auto">
                            <Sentence claim={c} />
                        </span>
                        <span class="account-foot">
                            <StatusTag status={c.status} />
                            {c.attribution.length > 0 && <span dir="auto">{partyNames(c.attribution)}</span>}
                            {Object.entries(c.magnitude)
                                .filter(([, n]) => n !== null)
                                .map(([k, n]) => (
                                    <span key={k}>
                                        {n} {k}
                                    </span>
                                ))}
                        </span>
                    </button>
                </div>
            ))}
        </article>
    );
}
