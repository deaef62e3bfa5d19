/* filters.tsx: which claims: words, facets with counts, and what is chosen as chips. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { address, get, useLoad } from '../api';
import { allCountries, countryCode, countryName } from '../countries';
import { change, choice, choosing, toggle, withChanges, type Changes } from '../route';
import type { Count, PlaceFeature } from '../types';
import { claimantKinds, eventNames, fields, statusNames } from '../words';
import { EventTag, Icon, StatusTag } from './glyph';

export function valueText(name: string, value: string): string {
    if (name === 'country' || name === 'actor' || name === 'recipient') return countryName(value) || value;
    if (name === 'attribution') return claimantKinds[value] ?? value;
    if (name === 'event' || name === 'status') return value.toLowerCase();
    return value;
}

/* What is chosen, each to be taken away by itself. */
export function Chips({ query }: { query: URLSearchParams }) {
    const chosen = [...choice(query)];
    if (!chosen.length) return null;
    return (
        <ul class="chips" aria-label="Chosen">
            {chosen.map(([name, value]) => (
                <li key={`${name} ${value}`}>
                    <button
                        type="button"
                        class="chip"
                        aria-label={`Take away ${fields[name]} ${valueText(name, value)}`}
                        onClick={() => change({ [name]: query.getAll(name).filter((v) => v !== value) })}
                    >
                        <span class="chip-name">{fields[name]}</span> <bdi>{valueText(name, value)}</bdi>
                        <Icon name="close" />
                    </button>
                </li>
            ))}
            <li>
                <button
                    type="button"
                    class="link"
                    onClick={() => change(Object.fromEntries(choosing.map((n) => [n, null])))}
                >
                    Clear all
                </button>
            </li>
        </ul>
    );
}

/* Words of the sentence; asked for after a pause in typing. */
export function Words({ query }: { query: URLSearchParams }) {
    const now = query.getAll('text').join(' ');
    const [text, set] = useState(now);
    const timer = useRef(0);
    useEffect(() => set(now), [now]);
    const later = (value: string) => {
        set(value);
        clearTimeout(timer.current);
        timer.current = window.setTimeout(() => change({ text: value.trim() || null }, 'replace'), 350);
    };
    return (
        <input
            id="words"
            type="search"
            class="words"
            placeholder="Words of the sentence"
            aria-label="Words of the sentence"
            value={text}
            dir="auto"
            onInput={(e) => later(e.currentTarget.value)}
        />
    );
}

interface FacetProps {
    name: string;
    title: string;
    rows: { value: string; n: number }[] | null;
    chosen: string[];
    draw: (value: string) => preact.ComponentChildren;
    most?: number;
}

function Facet({ name, title, rows, chosen, draw, most = 6 }: FacetProps) {
    const [all, setAll] = useState(false);
    if (rows && !rows.length && !chosen.length) return null;
    const missing = chosen.filter((v) => !rows?.some((r) => r.value === v)).map((value) => ({ value, n: 0 }));
    const list = [...missing, ...(rows ?? [])];
    const shown = all ? list : list.filter((r, i) => i < most || chosen.includes(r.value));
    const top = Math.max(1, ...list.map((r) => r.n));
    return (
        <fieldset class="facet">
            <legend>{title}</legend>
            {!rows && <span class="pulse line" aria-hidden="true" />}
            {shown.map((r) => (
                <label key={r.value} class="facet-row">
                    <input type="checkbox" checked={chosen.includes(r.value)} onChange={() => toggle(name, r.value)} />
                    <span class="facet-name" dir="auto">
                        {draw(r.value)}
                    </span>
                    <span class="facet-n">{r.n ? r.n.toLocaleString('en') : ''}</span>
                    <meter class="facet-bar" min={0} max={top} value={r.n} aria-hidden="true" />
                </label>
            ))}
            {list.length > shown.length || all ? (
                <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
                    {all ? 'Fewer' : `${list.length - shown.length} more`}
                </button>
            ) : null}
        </fieldset>
    );
}

/* Each facet counts what passes all the other choices, so that its own values stay comparable. */
function useFacet(query: URLSearchParams, own: string, path: (q: URLSearchParams) => string, wait: boolean) {
    const others = withChanges(choice(query), { [own]: null });
    const key = path(others);
    return useLoad<unknown>(wait ? null : key, (signal) => get(key, signal));
}

const counting = (by: string, limit: number) => (q: URLSearchParams) =>
    address('counts', withChanges(q, { by, limit: String(limit) }));

function rowsOf(data: unknown, keep: (key: string) => boolean = () => true): { value: string; n: number }[] | null {
    const counts = (data as { counts: Count[] } | null)?.counts;
    return counts
        ? counts
              .filter((c): c is { key: string; n: number } => !!c.key && keep(c.key))
              .map((c) => ({ value: c.key, n: c.n }))
        : null;
}

const inOrder = (order: string[], rows: { value: string; n: number }[] | null) =>
    rows && order.flatMap((value) => rows.filter((r) => r.value === value));

export function Facets({ query, wait }: { query: URLSearchParams; wait: boolean }) {
    const status = useFacet(query, 'status', counting('status', 20), wait);
    const event = useFacet(query, 'event', counting('event', 20), wait || !status.data);
    const actor = useFacet(query, 'actor', counting('actor', 40), wait || !event.data);
    const recipient = useFacet(query, 'recipient', counting('recipient', 40), wait || !actor.data);
    const claimant = useFacet(query, 'attribution', counting('claimant', 60), wait || !recipient.data);
    const kind = useFacet(query, 'attribution', counting('attribution', 10), wait || !claimant.data);
    const place = useFacet(
        query,
        'place',
        (q) => address('places', withChanges(q, { limit: '40' })),
        wait || !kind.data,
    );
    const places = (place.data as { features: PlaceFeature[] } | null)?.features ?? null;
    const kinds = rowsOf(kind.data);
    const names = rowsOf(claimant.data, (k) => /^\p{Lu}|^\p{Lo}/u.test(k));
    const have = (name: string) => query.getAll(name);
    return (
        <div class="facets">
            <Facet
                name="status"
                title="Status"
                rows={inOrder(statusNames, rowsOf(status.data))}
                chosen={have('status')}
                most={11}
                draw={(v) => <StatusTag status={v} />}
            />
            <Facet
                name="event"
                title="Event"
                rows={inOrder(eventNames, rowsOf(event.data))}
                chosen={have('event')}
                most={16}
                draw={(v) => <EventTag event={v.split('-')[0] ?? v} mode={v.split('-')[1] ?? null} />}
            />
            <Dates query={query} wait={wait || !event.data} />
            <Facet
                name="actor"
                title="Actor"
                rows={rowsOf(actor.data)}
                chosen={have('actor')}
                draw={(v) => valueText('actor', v)}
            />
            <Facet
                name="recipient"
                title="Recipient"
                rows={rowsOf(recipient.data)}
                chosen={have('recipient')}
                draw={(v) => valueText('recipient', v)}
            />
            <Facet
                name="attribution"
                title="Who says so"
                rows={kinds && names && [...kinds, ...names]}
                chosen={have('attribution')}
                most={9}
                draw={(v) => valueText('attribution', v)}
            />
            <Facet
                name="place"
                title="Place"
                rows={
                    places &&
                    places
                        .filter((f) => f.properties.name)
                        .map((f) => ({ value: f.properties.name as string, n: f.properties.n }))
                        .filter((r, i, all) => all.findIndex((o) => o.value === r.value) === i)
                }
                chosen={have('place')}
                draw={(v) => v}
            />
            <OneOf />
        </div>
    );
}

/* A party or country that is not in the lists. */
function OneOf() {
    const [name, setName] = useState('country');
    const [value, setValue] = useState('');
    const add = (e: Event) => {
        e.preventDefault();
        if (!value.trim()) return;
        const changes: Changes = {};
        const party = name === 'country' || name === 'actor' || name === 'recipient';
        changes[name] = [
            ...new URLSearchParams(location.hash.split('?')[1] ?? '').getAll(name),
            party ? countryCode(value) : value.trim(),
        ];
        change(changes);
        setValue('');
    };
    return (
        <form class="facet one-of" onSubmit={add}>
            <label for="one-name">Any other</label>
            <div class="row">
                <select id="one-name" value={name} onChange={(e) => setName(e.currentTarget.value)}>
                    {['country', 'actor', 'recipient', 'attribution', 'place', 'mode'].map((n) => (
                        <option key={n} value={n}>
                            {fields[n]}
                        </option>
                    ))}
                </select>
                <input
                    value={value}
                    list="countries"
                    aria-label="Value"
                    placeholder="Iraq, GOV, a name"
                    dir="auto"
                    onInput={(e) => setValue(e.currentTarget.value)}
                />
                <button class="button" type="submit">
                    Add
                </button>
            </div>
            <datalist id="countries">
                {allCountries.map(([code, label]) => (
                    <option key={code} value={label} />
                ))}
            </datalist>
        </form>
    );
}

/* ---- days ---- */

/* Where nearly all are: a few claims of long ago would flatten the rest. */
export function mostOf(counts: { key: string; n: number }[], share = 0.985): [number, number] {
    const all = counts.reduce((s, c) => s + c.n, 0);
    let from = 0;
    let to = counts.length - 1;
    let left = all * (1 - share);
    while (from < to) {
        const a = counts[from]?.n ?? 0;
        const b = counts[to]?.n ?? 0;
        const n = Math.min(a, b);
        if (n > left) break;
        left -= n;
        if (a <= b) from++;
        else to--;
    }
    return [from, to];
}

export const lastDay = (month: string): string => {
    const [y = 0, m = 1] = month.split('-').map(Number);
    return `${month}-${String(new Date(Date.UTC(y, m, 0)).getUTCDate()).padStart(2, '0')}`;
};

/* Every month from one to the other, those without a claim too. */
export function months(from: string, to: string): string[] {
    const out: string[] = [];
    let [y = 0, m = 1] = from.split('-').map(Number);
    for (let guard = 0; guard < 6000; guard++) {
        const key = `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}`;
        if (key > to) break;
        out.push(key);
        m = m === 12 ? 1 : m + 1;
        if (m === 1) y++;
    }
    return out;
}

function Dates({ query, wait }: { query: URLSearchParams; wait: boolean }) {
    const others = withChanges(choice(query), { from: null, to: null });
    const key = counting('month', 5000)(others);
    const { data } = useLoad<{ counts: Count[] }>(wait ? null : key, (signal) => get(key, signal));
    const dated = (data?.counts ?? []).filter((c): c is { key: string; n: number } => !!c.key);
    const [a, b] = mostOf(dated);
    const first = dated[a];
    const last = dated[b];
    const n = new Map(dated.map((c) => [c.key, c.n]));
    const bars = first && last ? months(first.key, last.key).slice(-120) : [];
    const top = Math.max(1, ...bars.map((m) => n.get(m) ?? 0));
    const wide = Math.min(3.2, bars.length / 4);
    const from = query.get('from') ?? '';
    const to = query.get('to') ?? '';
    const inside = (m: string) => (!from || lastDay(m) >= from) && (!to || `${m}-01` <= to);
    const only = (m: string) =>
        change(
            from === `${m}-01` && to === lastDay(m) ? { from: null, to: null } : { from: `${m}-01`, to: lastDay(m) },
        );
    return (
        <fieldset class="facet">
            <legend>Day</legend>
            {bars.length > 1 && (
                <svg
                    class="months"
                    viewBox={`0 0 ${bars.length * 4} 40`}
                    preserveAspectRatio="none"
                    role="img"
                    aria-label={`Claims by month from ${bars[0]} to ${bars[bars.length - 1]}`}
                >
                    {bars.map((m, i) => {
                        const h = (n.get(m) ?? 0) && Math.max(2, Math.sqrt((n.get(m) ?? 0) / top) * 40);
                        return (
                            <g key={m} class={inside(m) ? 'month' : 'month out'} onClick={() => only(m)}>
                                <rect class="reach" x={i * 4} y={0} width={4} height={40} />
                                <rect x={i * 4 + 2 - wide / 2} y={40 - h} width={wide} height={h} />
                                <title>{`${m}: ${n.get(m) ?? 0}`}</title>
                            </g>
                        );
                    })}
                </svg>
            )}
            {bars.length > 1 && (
                <div class="months-ends" aria-hidden="true">
                    <span>{bars[0]}</span>
                    <span>{bars[bars.length - 1]}</span>
                </div>
            )}
            <div class="row">
                <input
                    type="date"
                    aria-label="From"
                    value={from}
                    onChange={(e) => change({ from: e.currentTarget.value || null })}
                />
                <input
                    type="date"
                    aria-label="To"
                    value={to}
                    onChange={(e) => change({ to: e.currentTarget.value || null })}
                />
            </div>
        </fieldset>
    );
}
