/* watches.tsx: what is looked out for, and the alerts of it. */
import { useState } from 'preact/hooks';
import { address, post, Problem, useGet } from '../api';
import { Sentence } from '../part/article';
import { Evidence } from '../part/evidence';
import { ago, FeedTable, time, type Standing } from '../part/feeds';
import { EventTag, StatusTag } from '../part/glyph';
import { Empty, Failed, Loading } from '../part/states';
import { change, withChanges } from '../route';
import type { Claim } from '../types';

interface Alert {
    key: string;
    watch: string;
    kind: string;
    state: string;
    title: string;
    made: number;
    changed: number;
    alert: { claims?: Claim[]; claim?: Claim; [name: string]: unknown };
}

const states = ['new', 'seen', 'acknowledged', 'dismissed'];
const NoWatches = () => (
    <Empty title="Nothing is watched here yet">
        <p>
            <code>masudi watch</code> reads feeds and folders into this store and tells of what you look out for. Its
            alerts are shown here.
        </p>
        <pre class="command">masudi watch desk.watch --store events.db</pre>
    </Empty>
);

export function Watches({ query }: { query: URLSearchParams }) {
    const standing = useGet<{ standing: Standing[] }>(address('watches'));
    const q = withChanges(new URLSearchParams(), {
        watch: query.get('watch'),
        state: query.get('state'),
        limit: '200',
    });
    const alerts = useGet<{ alerts: Alert[] }>(address('alerts', q));
    const [problem, setProblem] = useState<Problem | null>(null);
    if (standing.error?.status === 404 || standing.error?.status === 503) return <NoWatches />;
    if (standing.error) return <Failed error={standing.error} again={standing.again} />;
    if (!standing.data) return <Loading what="watches" />;
    const of = (is: Standing['is']) => standing.data?.standing.filter((s) => s.is === is) ?? [];
    if (!standing.data.standing.length) return <NoWatches />;
    const mark = async (a: Alert, state: string) => {
        try {
            await post(address(`alerts/${encodeURIComponent(a.key)}`), { state });
            setProblem(null);
            alerts.again();
            standing.again();
        } catch (e) {
            setProblem(e instanceof Problem ? e : new Problem(0, String(e), ''));
        }
    };
    return (
        <div class={`watches ${query.get('claim') ? 'with-pane' : ''}`}>
            <section class="scrolls watch-side" aria-label="Alerts" tabIndex={0}>
                <div class="row watch-tabs" role="group" aria-label="Which alerts">
                    {['', ...states].map((s) => (
                        <button
                            key={s}
                            type="button"
                            class="button quiet"
                            aria-pressed={(query.get('state') ?? '') === s}
                            onClick={() => change({ state: s || null })}
                        >
                            {s || 'all'}
                        </button>
                    ))}
                    <label for="watch" class="hidden">
                        Watch
                    </label>
                    <select
                        id="watch"
                        value={query.get('watch') ?? ''}
                        onChange={(e) => change({ watch: e.currentTarget.value || null })}
                    >
                        <option value="">every watch</option>
                        {of('watch').map((w) => (
                            <option key={w.name} value={w.name}>
                                {w.name} ({w.fresh} new)
                            </option>
                        ))}
                    </select>
                </div>
                {problem && <Failed error={problem} />}
                {alerts.error && <Failed error={alerts.error} again={alerts.again} />}
                {alerts.data && alerts.data.alerts.length === 0 && (
                    <Empty title="No alert">
                        <p>Nothing that was looked out for has happened, or another choice has it.</p>
                    </Empty>
                )}
                <ol class="alert-list">
                    {alerts.data?.alerts.map((a) => (
                        <AlertCard key={a.key} a={a} mark={mark} />
                    ))}
                </ol>
                <h2>Feeds</h2>
                <FeedTable feeds={of('feed')} />
                {of('sink').length > 0 && (
                    <>
                        <h2>Where alerts go</h2>
                        <table class="plain">
                            <thead>
                                <tr>
                                    <th scope="col">To</th>
                                    <th scope="col" class="num">
                                        Delivered
                                    </th>
                                    <th scope="col" class="num">
                                        Waiting
                                    </th>
                                    <th scope="col" class="num">
                                        Given up
                                    </th>
                                </tr>
                            </thead>
                            <tbody>
                                {of('sink').map((s) => (
                                    <tr key={s.name}>
                                        <td>{s.name}</td>
                                        <td class="num">{s.done}</td>
                                        <td class="num">{s.open}</td>
                                        <td class="num">{s.given_up}</td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </>
                )}
            </section>
            {query.get('claim') && query.get('in') && (
                <Evidence
                    document={query.get('in') as string}
                    claim={query.get('claim') as string}
                    onClose={() => change({ claim: null, in: null })}
                    onChoose={(c) => change({ claim: c.id, in: c.doc.id })}
                />
            )}
        </div>
    );
}

function AlertCard({ a, mark }: { a: Alert; mark: (a: Alert, state: string) => void }) {
    const claims = a.alert.claims ?? (a.alert.claim ? [a.alert.claim] : []);
    return (
        <li class={`alert-card is-${a.state}`}>
            <header>
                <b dir="auto">{a.title}</b>
                <span class="why">
                    {a.watch} · {a.kind} ·{' '}
                    <time dateTime={new Date(a.made).toISOString()} title={time(a.made)}>
                        {ago(a.made)}
                    </time>{' '}
                    · {a.state}
                </span>
            </header>
            {claims.slice(0, 5).map((c) => (
                <button
                    key={c.id}
                    type="button"
                    class="account-claim"
                    onClick={() => change({ claim: c.id, in: c.doc.id })}
                >
                    <span class="account-foot">
                        <EventTag event={c.event} mode={c.mode} />
                        <StatusTag status={c.status} />
                    </span>
                    <span class="quoted" dir="auto">
                        {c.sentence ? <Sentence claim={c} /> : c.trigger?.text}
                    </span>
                </button>
            ))}
            <footer class="row">
                {states
                    .slice(1)
                    .filter((s) => s !== a.state)
                    .map((s) => (
                        <button key={s} type="button" class="button quiet" onClick={() => mark(a, s)}>
                            {s === 'seen' ? 'Seen' : s === 'acknowledged' ? 'Acknowledge' : 'Dismiss'}
                        </button>
                    ))}
            </footer>
        </li>
    );
}
