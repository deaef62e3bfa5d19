/* dyads.tsx: what two countries did to each other over time, with what was to be expected (doc/series.md). */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { address, useGet, type Problem } from '../api';
import { allCountries, countryCode, countryName } from '../countries';
import { Empty, Failed, Loading, noStore, NoStore } from '../part/states';
import { change, choice, go, viewLink, withChanges } from '../route';
import type { Pair, Point } from '../types';
import { eventNames, events, plural } from '../words';

export function Dyads({ id, query }: { id: string; query: URLSearchParams }) {
    const [a = '', b = ''] = id.split('>');
    const choices = withChanges(choice(query), { actor: null, recipient: null, country: null });
    const pairs = useGet<{ pairs: Pair[] }>(address('network', withChanges(choices, { limit: '40' })));
    const frequent = (pairs.data?.pairs ?? []).filter((p) => p.actor !== p.recipient);
    const first = frequent[0];
    /* The address says which pair is shown, also when nobody chose one. */
    useEffect(() => {
        const pair = first && `${first.actor}>${first.recipient}`;
        if (!b && pair) go(viewLink('dyads', query, pair, { each: query.get('each') }), 'replace');
    }, [b, first?.actor, first?.recipient]);
    if (noStore(pairs.error)) return <NoStore />;
    if (pairs.error) return <Failed error={pairs.error} again={pairs.again} />;
    if (a && b) return <Dyad a={a} b={b} query={query} frequent={frequent} />;
    if (!pairs.data || first) return <Loading what="pairs of countries" />;
    return (
        <Empty title="No two countries act on each other here">
            <p>Another choice may have some.</p>
        </Empty>
    );
}

const each = ['month', 'week', 'day'] as const;

function Dyad({ a, b, query, frequent }: { a: string; b: string; query: URLSearchParams; frequent: Pair[] }) {
    const period = query.get('each') ?? 'month';
    const there = useSeries(a, b, period, query);
    const back = useSeries(b, a, period, query);
    const ends = [reachOf(there.bars), reachOf(back.bars)].filter((e) => e !== null);
    const from = ends.map((e) => e[0]).sort()[0] ?? '';
    const to =
        ends
            .map((e) => e[1])
            .sort()
            .pop() ?? '';
    return (
        <div class="dyads scrolls" role="region" aria-label="Dyad" tabIndex={0}>
            <Choose a={a} b={b} query={query} frequent={frequent} />
            <div class="row period" role="group" aria-label="Period">
                {each.map((e) => (
                    <button
                        key={e}
                        type="button"
                        class="button quiet"
                        aria-pressed={period === e}
                        onClick={() => change({ each: e === 'month' ? null : e })}
                    >
                        {e}
                    </button>
                ))}
                <span class="why">
                    {query.getAll('status').length ? '' : 'what is actual; choose statuses to count others'}
                </span>
            </div>
            <Direction
                a={a}
                b={b}
                period={period}
                query={query}
                series={there}
                bars={overBoth(there.bars, from, to, back.bars)}
            />
            {a !== b && (
                <Direction
                    a={b}
                    b={a}
                    period={period}
                    query={query}
                    series={back}
                    bars={overBoth(back.bars, from, to, there.bars)}
                />
            )}
            <ul class="legend" aria-label="Legend">
                <li>
                    <span class="swatch conflict" /> conflict
                </li>
                <li>
                    <span class="swatch cooperation" /> cooperation
                </li>
                <li>
                    <span class="swatch baseline" /> expected: the mean of the periods before
                </li>
                <li>
                    <span class="swatch surprise">◆</span> surprise of 3 or more: one chance in a thousand or less
                </li>
            </ul>
        </div>
    );
}

function Choose({ a, b, query, frequent }: { a: string; b: string; query: URLSearchParams; frequent: Pair[] }) {
    const [x, setX] = useState('');
    const [y, setY] = useState('');
    const show = (e: Event) => {
        e.preventDefault();
        const two = [countryCode(x || a), countryCode(y || b)];
        go(viewLink('dyads', query, two.join('>'), { each: query.get('each') }));
        setX('');
        setY('');
    };
    return (
        <header class="dyad-head">
            <h1>
                {countryName(a)} <span aria-label="and">↔</span> {countryName(b)}
            </h1>
            <form class="row" onSubmit={show}>
                <input
                    list="dyad-countries"
                    aria-label="One country"
                    placeholder={countryName(a)}
                    value={x}
                    onInput={(e) => setX(e.currentTarget.value)}
                />
                <input
                    list="dyad-countries"
                    aria-label="The other country"
                    placeholder={countryName(b)}
                    value={y}
                    onInput={(e) => setY(e.currentTarget.value)}
                />
                <button class="button" type="submit">
                    Show
                </button>
                <datalist id="dyad-countries">
                    {allCountries.map(([code, name]) => (
                        <option key={code} value={name} />
                    ))}
                </datalist>
            </form>
            <ul class="chips" aria-label="Frequent pairs">
                {frequent.slice(0, 12).map((p) => (
                    <li key={`${p.actor}>${p.recipient}`}>
                        <a
                            class="chip"
                            aria-current={p.actor === a && p.recipient === b ? 'true' : undefined}
                            href={viewLink('dyads', query, `${p.actor}>${p.recipient}`, { each: query.get('each') })}
                        >
                            {countryName(p.actor)} → {countryName(p.recipient)} <span class="chip-name">{p.n}</span>
                        </a>
                    </li>
                ))}
            </ul>
        </header>
    );
}

const conflict = eventNames.filter((e) => events[e]?.[0].endsWith('conflict'));

export interface Bar {
    start: string;
    n: number;
    hard: number;
    baseline: number | null;
    surprise: number;
}

/* Days of years ago would leave no room for the rest: from where all but one in a hundred begin to the last with any. */
function reachOf(bars: Bar[]): [string, string] | null {
    const all = bars.reduce((s, b) => s + b.n, 0);
    let left = all * 0.01;
    let i = 0;
    while (i < bars.length - 1 && (bars[i]?.n ?? 0) <= left) left -= bars[i++]?.n ?? 0;
    let j = bars.length - 1;
    while (j > i && bars[j]?.n === 0) j--;
    const [first, last] = [bars[Math.max(0, i - 2, j - 400)], bars[j]];
    return first && last ? [first.start, last.start] : null;
}

/* Every period of both directions, so that they stand under each other. */
function overBoth(bars: Bar[], from: string, to: string, others: Bar[]): Bar[] {
    const have = new Map(bars.map((b) => [b.start, b]));
    const starts = [...new Set([...bars, ...others].map((b) => b.start))].filter((s) => s >= from && s <= to).sort();
    return starts.map((start) => have.get(start) ?? { start, n: 0, hard: 0, baseline: null, surprise: 0 });
}

interface Series {
    bars: Bar[];
    ready: boolean;
    error: Problem | null;
    again: () => void;
}

function useSeries(a: string, b: string, period: string, query: URLSearchParams): Series {
    const chosen = withChanges(choice(query), { actor: a, recipient: b, by: 'dyad', each: period });
    const own = query.getAll('event');
    const hardEvents = own.length ? own.filter((e) => conflict.includes(e.split('-')[0] ?? '')) : conflict;
    const whole = useGet<{ points: Point[] }>(address('series', chosen));
    const hard = useGet<{ points: Point[] }>(
        hardEvents.length ? address('series', withChanges(chosen, { event: hardEvents })) : null,
    );
    const bars = useMemo(() => {
        const of = (p: Point[] | undefined) => (p ?? []).filter((x) => x.series === `${a}>${b}`);
        const n = new Map(of(hard.data?.points).map((p) => [p.start, p.count]));
        return of(whole.data?.points).map((p) => ({
            start: p.start,
            n: p.count,
            hard: n.get(p.start) ?? 0,
            baseline: p.baseline,
            surprise: p.surprise ?? 0,
        }));
    }, [whole.data, hard.data, a, b]);
    return { bars, ready: !!whole.data, error: whole.error ?? hard.error, again: whole.again };
}

function Direction({
    a,
    b,
    period,
    query,
    series,
    bars,
}: {
    a: string;
    b: string;
    period: string;
    query: URLSearchParams;
    series: Series;
    bars: Bar[];
}) {
    const title = `${countryName(a)} → ${countryName(b)}`;
    const total = bars.reduce((s, x) => s + x.n, 0);
    const loud = bars.filter((x) => x.surprise >= 3);
    return (
        <section class="direction" aria-label={title}>
            <h2>
                {title}{' '}
                <span class="why">
                    {series.ready ? plural(total, 'event') : ''}
                    {loud.length ? `, ${plural(loud.length, `surprising ${period}`)}` : ''}
                </span>
            </h2>
            {series.error && <Failed error={series.error} again={series.again} />}
            {!series.ready && !series.error && <Loading what="the series" />}
            {series.ready && total === 0 && <p class="note">Nothing that passes goes this way.</p>}
            {total > 0 && (
                <Chart bars={bars} title={title} period={period} link={(s) => linkOf(query, a, b, s, period)} />
            )}
            {total > 0 && <AsTable bars={bars} link={(s) => linkOf(query, a, b, s, period)} period={period} />}
        </section>
    );
}

function endOf(start: string, period: string): string {
    const d = new Date(`${start}T00:00:00Z`);
    if (period === 'month') d.setUTCMonth(d.getUTCMonth() + 1);
    else d.setUTCDate(d.getUTCDate() + (period === 'week' ? 7 : 1));
    d.setUTCDate(d.getUTCDate() - 1);
    return d.toISOString().slice(0, 10);
}

function linkOf(query: URLSearchParams, a: string, b: string, start: string, period: string): string {
    const status = query.getAll('status');
    return viewLink('claims', query, '', {
        actor: a,
        recipient: b,
        country: null,
        from: start,
        to: endOf(start, period),
        status: status.length ? status : 'actual',
    });
}

const chart = { w: 960, h: 170, left: 34, bottom: 20, top: 14 };

function Chart({
    bars,
    title,
    period,
    link,
}: {
    bars: Bar[];
    title: string;
    period: string;
    link: (start: string) => string;
}) {
    const top = Math.max(3, ...bars.map((b) => Math.max(b.n, b.baseline ?? 0)));
    const inner = chart.h - chart.bottom - chart.top;
    const y = (n: number) => chart.top + inner - (n / top) * inner;
    const step = (chart.w - chart.left - 8) / bars.length;
    const x = (i: number) => chart.left + i * step;
    const wide = Math.min(step - Math.min(1.5, step * 0.15), 40);
    const ticks = [0, Math.round(top / 2), Math.round(top)];
    let line = '';
    bars.forEach((b, i) => {
        if (b.baseline !== null)
            line += `${line && bars[i - 1]?.baseline !== null ? 'L' : 'M'}${x(i).toFixed(1)} ${y(b.baseline).toFixed(1)}H${(x(i) + step).toFixed(1)}`;
    });
    return (
        <svg
            class="chart"
            viewBox={`0 0 ${chart.w} ${chart.h}`}
            role="img"
            aria-label={`${title}, by ${period}, from ${bars[0]?.start} to ${bars[bars.length - 1]?.start}; most in one: ${Math.max(...bars.map((b) => b.n))}`}
        >
            {ticks.map((t) => (
                <g key={t} class="tick">
                    <path d={`M${chart.left} ${y(t)}H${chart.w - 8}`} />
                    <text x={chart.left - 6} y={y(t)} dy="0.32em" text-anchor="end">
                        {t}
                    </text>
                </g>
            ))}
            {bars.map((b, i) => (
                <g key={b.start} class="bar" onClick={() => b.n && go(link(b.start))}>
                    <rect class="reach" x={x(i)} y={chart.top} width={step} height={inner} />
                    <rect
                        class="hard"
                        x={x(i) + (step - wide) / 2}
                        width={Math.max(0.6, wide)}
                        y={y(b.hard)}
                        height={Math.max(0, y(0) - y(b.hard))}
                    />
                    <rect
                        class="soft"
                        x={x(i) + (step - wide) / 2}
                        width={Math.max(0.6, wide)}
                        y={y(b.n)}
                        height={Math.max(0, y(b.hard) - y(b.n))}
                    />
                    {b.surprise >= 3 && <path class="surprise" d={`M${x(i) + step / 2} ${y(b.n) - 10}l4 4-4 4-4-4Z`} />}
                    <title>{`${b.start}: ${plural(b.n, 'event')}, ${b.hard} of conflict; expected ${b.baseline?.toFixed(1) ?? 'unknown'}; surprise ${b.surprise.toFixed(1)}`}</title>
                </g>
            ))}
            <path class="baseline" d={line} />
            {labels(bars, period).map(([i, text]) => (
                <text
                    key={i}
                    class="label"
                    x={x(i) + (bars.length > 40 ? 0 : step / 2)}
                    y={chart.h - 5}
                    text-anchor={bars.length > 40 ? 'start' : 'middle'}
                >
                    {text}
                </text>
            ))}
        </svg>
    );
}

/* At most a dozen names of periods below. */
function labels(bars: Bar[], period: string): [number, string][] {
    const name = (s: string) => (period === 'month' ? s.slice(0, 7) : s);
    const every = Math.max(1, Math.ceil(bars.length / 10));
    return bars
        .map((b, i): [number, string] => [i, name(b.start)])
        .filter(([i]) => i % every === 0 && (i === 0 || bars.length - i > every / 3));
}

function AsTable({ bars, link, period }: { bars: Bar[]; link: (start: string) => string; period: string }) {
    return (
        <details class="as-table">
            <summary>As a table</summary>
            <table class="plain">
                <thead>
                    <tr>
                        <th scope="col">{period}</th>
                        <th scope="col" class="num">
                            events
                        </th>
                        <th scope="col" class="num">
                            conflict
                        </th>
                        <th scope="col" class="num">
                            expected
                        </th>
                        <th scope="col" class="num">
                            surprise
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {bars
                        .filter((b) => b.n)
                        .map((b) => (
                            <tr key={b.start}>
                                <td>
                                    <a href={link(b.start)}>{b.start}</a>
                                </td>
                                <td class="num">{b.n}</td>
                                <td class="num">{b.hard}</td>
                                <td class="num">{b.baseline?.toFixed(2) ?? ''}</td>
                                <td class="num">{b.surprise ? b.surprise.toFixed(1) : ''}</td>
                            </tr>
                        ))}
                </tbody>
            </table>
        </details>
    );
}
