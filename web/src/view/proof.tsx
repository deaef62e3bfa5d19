/* proof.tsx: claims drawn at random, marked by people one after another, and what the marks say (doc/proof.md). */
import { useMemo, useState } from 'preact/hooks';
import { address, download, post, Problem, useGet } from '../api';
import { countryName } from '../countries';
import { Article } from '../part/article';
import { dayText, partyName } from '../part/claim';
import { EventTag, Icon, StatusTag } from '../part/glyph';
import { useKeys } from '../part/keys';
import { reviewer, remember } from '../part/review';
import { Empty, Failed, Loading, noStore, NoStore } from '../part/states';
import { change, choice, withChanges } from '../route';
import { save } from '../part/save';
import type { Claim, Document, Entity } from '../types';
import { events, hedges, plural, sectors } from '../words';

type Mark = '1' | '0' | '?' | '';
type Marks = Record<string, Mark>;

interface Drawn {
    stratum: string;
    of: number;
    claim: Claim;
    marks: Marks;
}

const slots: [name: string, asks: string][] = [
    ['event', 'The sentence, read in its surroundings, states that'],
    ['actor', 'These act, all of them and nobody else'],
    ['recipient', 'It is done to these, all of them and nobody else'],
    ['status', 'That is how real the text says it is'],
    ['source', 'These say so, and nobody else'],
    ['place', 'There, to that precision'],
    ['date', 'Then'],
];
const answers: [Mark, string, string][] = [
    ['1', 'right', '1'],
    ['0', 'wrong', '0'],
    ['?', 'cannot tell', '2'],
];

const sizes = ['20', '50', '100', '200', '500'];

export function Proof({ query }: { query: URLSearchParams }) {
    const [marker, setMarker] = useState(query.get('marker') ?? reviewer());
    const size = query.get('size') ?? '100';
    const how = withChanges(choice(query), { size, seed: query.get('seed'), by: query.get('by') });
    return (
        <div class="proof">
            <header class="proof-head">
                <div class="row" role="group" aria-label="Marking or what the marks say">
                    <button
                        type="button"
                        class="button quiet"
                        aria-pressed={query.get('show') !== 'audit'}
                        onClick={() => change({ show: null })}
                    >
                        Mark
                    </button>
                    <button
                        type="button"
                        class="button quiet"
                        aria-pressed={query.get('show') === 'audit'}
                        onClick={() => change({ show: 'audit' })}
                    >
                        What the marks say
                    </button>
                </div>
                <label>
                    claims{' '}
                    <select value={size} onChange={(e) => change({ size: e.currentTarget.value, n: null })}>
                        {[...new Set([...sizes, size])].map((n) => (
                            <option key={n}>{n}</option>
                        ))}
                    </select>
                </label>
                <label>
                    seed{' '}
                    <input
                        type="number"
                        min={1}
                        value={query.get('seed') ?? '1'}
                        onChange={(e) => change({ seed: e.currentTarget.value || null, n: null })}
                    />
                </label>
                <label>
                    in equal shares by{' '}
                    <select
                        value={query.get('by') ?? ''}
                        onChange={(e) => change({ by: e.currentTarget.value || null, n: null })}
                    >
                        <option value="">nothing: each alike</option>
                        {['event', 'status', 'country', 'place', 'month', 'year'].map((n) => (
                            <option key={n}>{n}</option>
                        ))}
                    </select>
                </label>
                {query.get('show') !== 'audit' && marker && (
                    <span class="why">
                        marked by <b dir="auto">{marker}</b>{' '}
                        <button type="button" class="link" onClick={() => setMarker('')}>
                            somebody else
                        </button>
                    </span>
                )}
            </header>
            {query.get('show') === 'audit' ? (
                <Audit how={how} />
            ) : marker ? (
                <Marking how={how} marker={marker} at={Number(query.get('n') ?? 1)} />
            ) : (
                <Who done={(name) => setMarker(name)} />
            )}
        </div>
    );
}

function Who({ done }: { done: (name: string) => void }) {
    const [name, set] = useState('');
    const go = (e: Event) => {
        e.preventDefault();
        remember(name.trim());
        done(name.trim());
    };
    return (
        <form class="paste" onSubmit={go}>
            <h1>How right are the claims?</h1>
            <p class="lead">
                Claims are drawn at random, the same for everybody. Mark them from the first on, each marker alone;
                whoever stops early has still marked a random sample.
            </p>
            <label for="marker">Who marks?</label>
            <div class="row">
                <input
                    id="marker"
                    required
                    value={name}
                    dir="auto"
                    autocomplete="name"
                    onInput={(e) => set(e.currentTarget.value)}
                />
                <button type="submit" class="button main" disabled={!name.trim()}>
                    Begin
                </button>
            </div>
        </form>
    );
}

/* ---- marking ---- */

const isDone = (m: Marks): boolean => m.event === '0' || m.event === '?' || slots.every(([s]) => !!m[s]);

function Marking({ how, marker, at }: { how: URLSearchParams; marker: string; at: number }) {
    const { data, error, again } = useGet<{ drawn: Drawn[]; of: number }>(
        address('sample', withChanges(how, { marker })),
    );
    const [said, setSaid] = useState<Record<string, Marks>>({});
    const [trouble, setTrouble] = useState<Problem | null>(null);
    const drawn = data?.drawn ?? [];
    const i = Math.min(Math.max(1, at || 1), drawn.length || 1) - 1;
    const now = drawn[i];
    const marksOf = (d: Drawn): Marks => ({ ...d.marks, ...said[d.claim.id] });
    const marks = now ? marksOf(now) : {};
    const slot = slots.find(([s]) => !marks[s])?.[0] ?? 'event';
    const move = (to: number) => change({ n: String(Math.max(1, Math.min(drawn.length, to))) }, 'replace');
    const mark = async (name: string, value: Mark) => {
        if (!now) return;
        const id = now.claim.id;
        const before = marks[name] ?? '';
        setSaid((s) => ({ ...s, [id]: { ...s[id], [name]: value } }));
        try {
            await post('/api/marks', { claim: id, marker, marks: { [name]: value } });
            setTrouble(null);
        } catch (e) {
            setSaid((s) => ({ ...s, [id]: { ...s[id], [name]: before } }));
            setTrouble(e instanceof Problem ? e : new Problem(0, String(e), ''));
        }
    };
    useKeys((e) => {
        const answer = answers.find((a) => a[2] === e.key)?.[0];
        if (answer) void mark(slot, answer);
        else if (e.key === 'j' || e.key === 'ArrowRight') move(i + 2);
        else if (e.key === 'k' || e.key === 'ArrowLeft') move(i);
        else return;
        e.preventDefault();
    });
    if (noStore(error)) return <NoStore />;
    if (error) return <Failed error={error} again={again} />;
    if (!data) return <Loading what="the sample" />;
    if (!now)
        return (
            <Empty title="Nothing to draw from">
                <p>No claim passes; take one of the choices away.</p>
            </Empty>
        );
    const n = drawn.filter((d) => isDone(marksOf(d))).length;
    return (
        <div class="marking">
            <Surroundings claim={now.claim} />
            <section class="mark-side scrolls" aria-label="Marks" tabIndex={0}>
                <div class="row mark-nav">
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="The claim before (k)"
                        disabled={i === 0}
                        onClick={() => move(i)}
                    >
                        <Icon name="back" />
                    </button>
                    <b role="status">
                        {i + 1} of {drawn.length}
                    </b>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="The next claim (j)"
                        disabled={i + 1 === drawn.length}
                        onClick={() => move(i + 2)}
                    >
                        <Icon name="next" />
                    </button>
                    <span class="why">
                        {n} marked; drawn from {plural(data.of, 'claim')}
                    </span>
                </div>
                <progress
                    class="mark-progress"
                    max={drawn.length}
                    value={n}
                    aria-label={`${n} of ${drawn.length} marked`}
                />
                {trouble && <Failed error={trouble} />}
                <ol class="slots">
                    {slots.map(([name, asks]) => (
                        <li key={name} class={name === slot && !isDone(marks) ? 'slot now' : 'slot'}>
                            <span class={`slot-name r-${roleOf[name]}`}>{name}</span>
                            <div>
                                <div class="slot-value">{valueOf(name, now.claim)}</div>
                                <span class="why">{asks}</span>
                            </div>
                            <span class="slot-marks" role="group" aria-label={`${name}: right or wrong`}>
                                {answers.map(([value, word, k]) => (
                                    <button
                                        key={value}
                                        type="button"
                                        class={`button mark-${word.split(' ')[0]}`}
                                        title={`${word} (${k})`}
                                        aria-pressed={marks[name] === value}
                                        onClick={() => void mark(name, marks[name] === value ? '' : value)}
                                    >
                                        {word}
                                    </button>
                                ))}
                            </span>
                        </li>
                    ))}
                </ol>
                {marks.event === '0' && <p class="note">The event is wrong: the rest can stay empty.</p>}
                <div class="row">
                    <button
                        type="button"
                        class="button main"
                        disabled={i + 1 === drawn.length}
                        onClick={() => move(i + 2)}
                    >
                        Next claim
                    </button>
                    <span class="why">
                        <kbd>1</kbd> right <kbd>0</kbd> wrong <kbd>2</kbd> cannot tell <kbd>j</kbd> <kbd>k</kbd> next,
                        before
                    </span>
                </div>
            </section>
        </div>
    );
}

const roleOf: Record<string, string> = {
    event: 'act',
    actor: 'actor',
    recipient: 'recipient',
    status: 'none',
    source: 'source',
    place: 'place',
    date: 'time',
};

function Surroundings({ claim }: { claim: Claim }) {
    const { data, error } = useGet<Document>(address(`documents/${encodeURIComponent(claim.doc.id)}`));
    const alone = useMemo(() => data && { ...data, claims: [] }, [data]);
    return (
        <section class="read-text scrolls" aria-label="The article" tabIndex={0}>
            {error && <Failed error={error} />}
            {(!alone || alone.id !== claim.doc.id) && !error && <Loading what="the article" />}
            {alone && alone.id === claim.doc.id && (
                <>
                    <p class="provenance">
                        <b dir="auto">{alone.publisher}</b> <time>{alone.date}</time>
                    </p>
                    {alone.text === null && <p class="quoted">{claim.sentence.text}</p>}
                    <Article doc={alone} chosen={claim} />
                </>
            )}
        </section>
    );
}

const partiesOf = (list: Entity[]) =>
    list.length === 0 ? (
        <i>nobody</i>
    ) : (
        list.map((e, i) => (
            <span key={i} class="party" dir="auto">
                <b>{partyName(e)}</b>{' '}
                <span class="why">
                    {[countryName(e.country), e.sector ? sectors[e.sector] : ''].filter(Boolean).join(', ')}
                </span>
            </span>
        ))
    );

/* What was coded; not how sure the coder is, which would lead the marker. */
function valueOf(slot: string, c: Claim) {
    switch (slot) {
        case 'event':
            return (
                <>
                    <EventTag event={c.event} mode={c.mode} /> <span class="why">{events[c.event]?.[1]}</span>
                </>
            );
        case 'actor':
            return partiesOf(c.actors);
        case 'recipient':
            return partiesOf(c.recipients);
        case 'status':
            return (
                <>
                    <StatusTag status={c.status} /> {hedges[c.hedge]}
                </>
            );
        case 'source':
            return c.attribution.length ? partiesOf(c.attribution) : <i>the article itself</i>;
        case 'place':
            return c.where ? (
                <span dir="auto">
                    <b>{c.where.name || c.where.text}</b>{' '}
                    <span class="why">
                        {countryName(c.where.country)}, to the{' '}
                        {c.where.precision === 'admin1' ? 'region' : c.where.precision}
                    </span>
                </span>
            ) : (
                <i>not said</i>
            );
        default:
            return dayText(c) ? (
                <>
                    <b>{dayText(c)}</b>{' '}
                    <span class="why">{c.when.precision !== 'unknown' && `to the ${c.when.precision}`}</span>
                </>
            ) : (
                <i>not said</i>
            );
    }
}

/* ---- what the marks say ---- */

interface AuditTold {
    claims: number;
    markers: string[];
    drawn_by: string[];
    precision: { event: string | null; slot: string; claims: number; precision: number; low: number; high: number }[];
    agreement: { slot: string; claims: number; alpha: number | null; low?: number; high?: number; same: number }[];
    confidence: {
        claims: number;
        bins: { from: number; claims: number; confidence: number; right: number }[];
        error: number;
        brier: number;
    };
}

const two = (n: number | null | undefined) => (n === null || n === undefined ? '–' : n.toFixed(2));
const order = [...slots.map(([s]) => s), 'whole'];

function Audit({ how }: { how: URLSearchParams }) {
    const { data: a, error, again } = useGet<AuditTold>(address('audit', how));
    const [trouble, setTrouble] = useState<Problem | null>(null);
    if (error?.status === 404)
        return (
            <Empty title="Nothing of this sample is marked yet">
                <p>
                    Mark claims first; those of <code>masudi db audit</code> stand in sheets of their own.
                </p>
            </Empty>
        );
    if (error) return <Failed error={error} again={again} />;
    if (!a) return <Loading what="the marks" />;
    const take = (form: string) =>
        download(address('audit', withChanges(how, { form })), '*/*').then(
            (b) => save(b, `masudi-audit.${form}`),
            (e: unknown) => setTrouble(e instanceof Problem ? e : new Problem(0, String(e), '')),
        );
    const all = order.flatMap((s) => a.precision.filter((p) => p.event === null && p.slot === s));
    const byEvent = a.precision.filter((p) => p.event !== null && (p.slot === 'event' || p.slot === 'whole'));
    return (
        <section class="audit scrolls" aria-label="What the marks say" tabIndex={0}>
            <h1>
                {plural(a.claims, 'claim')}, marked by {a.markers.join(', ')}
            </h1>
            <p class="why">{a.drawn_by.join('; ')}</p>
            <h2>Precision, with the interval it lies in with 95 of 100 chances, and agreement</h2>
            <table class="plain">
                <thead>
                    <tr>
                        <th scope="col">Slot</th>
                        <th scope="col" class="num">
                            Claims
                        </th>
                        <th scope="col" class="num">
                            Precision
                        </th>
                        <th scope="col" class="interval-head">
                            0 to 1
                        </th>
                        <th scope="col" class="num">
                            Marked twice
                        </th>
                        <th scope="col" class="num" title="Krippendorff's alpha">
                            alpha
                        </th>
                        <th scope="col" class="num">
                            Same
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {all.map((p) => {
                        const g = a.agreement.find((x) => x.slot === p.slot);
                        return (
                            <tr key={p.slot}>
                                <th scope="row">{p.slot}</th>
                                <td class="num">{p.claims}</td>
                                <td class="num">
                                    {two(p.precision)}{' '}
                                    <span class="why">
                                        [{two(p.low)}, {two(p.high)}]
                                    </span>
                                </td>
                                <td>
                                    <Interval {...p} />
                                </td>
                                <td class="num">{g?.claims ?? 0}</td>
                                <td class="num">{two(g?.alpha)}</td>
                                <td class="num">{g?.claims ? two(g.same) : '–'}</td>
                            </tr>
                        );
                    })}
                </tbody>
            </table>
            <h2>By event</h2>
            <table class="plain">
                <thead>
                    <tr>
                        <th scope="col">Event</th>
                        <th scope="col" class="num">
                            Claims
                        </th>
                        <th scope="col" class="num">
                            Event right
                        </th>
                        <th scope="col" class="num">
                            All marked slots right
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {[...new Set(byEvent.map((p) => p.event as string))].map((e) => {
                        const of = (s: string) => byEvent.find((p) => p.event === e && p.slot === s);
                        return (
                            <tr key={e}>
                                <th scope="row">
                                    <EventTag event={e} />
                                </th>
                                <td class="num">{of('event')?.claims ?? of('whole')?.claims}</td>
                                <td class="num">
                                    {two(of('event')?.precision)}{' '}
                                    <span class="why">
                                        [{two(of('event')?.low)}, {two(of('event')?.high)}]
                                    </span>
                                </td>
                                <td class="num">
                                    {two(of('whole')?.precision)}{' '}
                                    <span class="why">
                                        [{two(of('whole')?.low)}, {two(of('whole')?.high)}]
                                    </span>
                                </td>
                            </tr>
                        );
                    })}
                </tbody>
            </table>
            {a.confidence.claims > 0 && (
                <>
                    <h2>Confidence and marks</h2>
                    <p class="why">
                        Calibration error {a.confidence.error.toFixed(3)}, Brier score {a.confidence.brier.toFixed(3)}
                    </p>
                </>
            )}
            <div class="row">
                {['md', 'tex', 'csv', 'json'].map((f) => (
                    <button key={f} type="button" class="button" onClick={() => void take(f)}>
                        {f === 'md' ? 'Markdown' : f === 'tex' ? 'LaTeX' : f.toUpperCase()}
                    </button>
                ))}
            </div>
            {trouble && <Failed error={trouble} />}
        </section>
    );
}

const Interval = ({ precision, low, high }: { precision: number; low: number; high: number }) => (
    <svg
        class="interval"
        viewBox="0 0 100 10"
        role="img"
        aria-label={`${two(precision)}, from ${two(low)} to ${two(high)}`}
    >
        <path class="scale" d="M0 5H100" />
        <path class="reach" d={`M${low * 100} 5H${high * 100}`} />
        <circle cx={precision * 100} cy={5} r={3} />
    </svg>
);
