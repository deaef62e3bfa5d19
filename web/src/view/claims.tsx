/* claims.tsx: the table of claims. Rows are fetched by cursor as they come into sight and drawn only while in sight. */
import { type ComponentChildren } from 'preact';
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { address, get, Problem, useGet } from '../api';
import { countryName } from '../countries';
import { dayText, partyName } from '../part/claim';
import { Evidence } from '../part/evidence';
import { EventTag, StatusTag } from '../part/glyph';
import { Empty, Failed, Loading, noStore, NoStore } from '../part/states';
import { change, choice, withChanges } from '../route';
import type { Claim, Count } from '../types';
import { plural } from '../words';

/* What a row shows and no more: a hundred thousand whole claims would fill the memory. */
export interface Row {
    id: string;
    doc: string;
    day: string;
    published: boolean;
    actors: string;
    recipients: string;
    event: string;
    mode: string | null;
    status: string;
    says: string;
    place: string;
    before: string;
    act: string;
    after: string;
    gone?: boolean; /* somebody rejected it just now */
}

const firstStretch = 100;
const stretch = 1000;
export const mostRows = 200000;

function partyText(list: { text: string; name?: string | null; country?: string | null }[]): string {
    return list.map((e) => partyName(e as never)).join(', ');
}

/* The few words before the act; more would push it out of sight. */
function shortened(before: string): string {
    if (before.length <= 26) return before;
    const tail = before.slice(-24);
    const space = tail.indexOf(' ');
    return `… ${space >= 0 ? tail.slice(space + 1) : tail}`;
}

export function rowOf(c: Claim): Row {
    const points = /[\ud800-\udbff]/.test(c.sentence.text) ? [...c.sentence.text] : null;
    const cut = (a: number, b?: number) => (points ? points.slice(a, b).join('') : c.sentence.text.slice(a, b));
    const at = c.trigger.start - c.sentence.start;
    const to = c.trigger.end - c.sentence.start;
    const day = dayText(c);
    return {
        id: c.id,
        doc: c.doc.id,
        day: day || c.doc.date?.slice(0, 10) || '',
        published: !day,
        actors: partyText(c.actors),
        recipients: partyText(c.recipients),
        event: c.event,
        mode: c.mode,
        status: c.status,
        says: partyText(c.attribution),
        place: c.where ? c.where.name || c.where.text || countryName(c.where.country) : '',
        before: shortened(cut(0, at)),
        act: cut(at, to),
        after: cut(to, to + 160),
    };
}

class Rows {
    rows: Row[] = [];
    done = false;
    error: Problem | null = null;
    private after: string | null = null;
    private busy = false;
    private wanted = 0;
    private readonly stop = new AbortController();

    constructor(
        private readonly query: URLSearchParams,
        private readonly changed: () => void,
    ) {}

    end(): void {
        this.stop.abort();
    }

    /* Fetches on until there are so many. */
    async want(n: number): Promise<void> {
        this.wanted = Math.max(this.wanted, Math.min(n, mostRows));
        if (this.busy) return;
        this.busy = true;
        while (!this.done && !this.error && this.rows.length < this.wanted) await this.fetchNext();
        this.busy = false;
    }

    again(): void {
        this.error = null;
        this.changed();
        void this.want(this.wanted);
    }

    /* After a review: as it holds now, or crossed out. */
    patch(id: string, claim: Claim | null): void {
        const i = this.rows.findIndex((r) => r.id === id);
        const had = this.rows[i];
        if (!had) return;
        this.rows[i] = claim ? rowOf(claim) : { ...had, gone: true };
        this.changed();
    }

    private async fetchNext(): Promise<void> {
        const limit = String(this.rows.length ? stretch : firstStretch);
        try {
            const got = await get<{ claims: Claim[]; next: string | null }>(
                address('claims', withChanges(this.query, { limit, after: this.after })),
                this.stop.signal,
            );
            for (const c of got.claims) this.rows.push(rowOf(c));
            this.after = got.next;
            this.done = !got.next;
        } catch (e) {
            if (this.stop.signal.aborted) this.done = true;
            else this.error = e instanceof Problem ? e : new Problem(0, String(e), '');
        }
        if (!this.stop.signal.aborted) this.changed();
    }
}

interface Column {
    name: string;
    title: string;
    width: string;
    draw: (row: Row) => ComponentChildren;
}

const columns: Column[] = [
    { name: 'day', title: 'Day', width: '92px', draw: (r) => r.day },
    { name: 'actors', title: 'Actor', width: 'minmax(110px, 1.1fr)', draw: (r) => r.actors },
    { name: 'event', title: 'Event', width: '158px', draw: (r) => <EventTag event={r.event} mode={r.mode} /> },
    { name: 'recipients', title: 'Recipient', width: 'minmax(100px, 1fr)', draw: (r) => r.recipients },
    { name: 'status', title: 'Status', width: '112px', draw: (r) => <StatusTag status={r.status} /> },
    { name: 'says', title: 'Who says so', width: 'minmax(90px, 0.8fr)', draw: (r) => r.says },
    { name: 'place', title: 'Place', width: 'minmax(90px, 0.7fr)', draw: (r) => r.place },
    {
        name: 'sentence',
        title: 'In the words of the article',
        width: 'minmax(240px, 2.6fr)',
        draw: (r) => (
            <>
                {r.before}
                <b>{r.act}</b>
                {r.after}
            </>
        ),
    },
];

function ColumnChooser({ hidden }: { hidden: string[] }) {
    const flip = (name: string) => {
        const next = hidden.includes(name) ? hidden.filter((h) => h !== name) : [...hidden, name];
        change({ hide: next.length && next.length < columns.length ? next.join(',') : null }, 'replace');
    };
    return (
        <details class="column-chooser">
            <summary>columns</summary>
            <div class="column-list" role="group" aria-label="Columns">
                {columns.map((c) => (
                    <label key={c.name}>
                        <input type="checkbox" checked={!hidden.includes(c.name)} onChange={() => flip(c.name)} />{' '}
                        {c.title}
                    </label>
                ))}
            </div>
        </details>
    );
}

export function Claims({ query, onReady }: { query: URLSearchParams; onReady: () => void }) {
    const chosen = withChanges(choice(query), { order: query.get('order') });
    const key = chosen.toString();
    const [, redraw] = useReducer((n: number) => n + 1, 0);
    const asked = useMemo(() => new Rows(chosen, () => redraw(0)), [key]);
    const before = useRef(asked);
    useEffect(() => {
        const rows = asked;
        void rows.want(1);
        const reviewed = (e: Event) => {
            const { id, claim } = (e as CustomEvent<{ id: string; claim: Claim | null }>).detail;
            rows.patch(id, claim);
        };
        addEventListener('masudi:claim', reviewed);
        return () => {
            removeEventListener('masudi:claim', reviewed);
            rows.end();
        };
    }, [asked]);
    const ready = asked.rows.length > 0 || asked.done || asked.error !== null;
    /* What was there stays until the new has come. */
    if (ready) before.current = asked;
    const rows = before.current;
    useEffect(() => {
        if (ready) onReady();
    }, [ready]);
    const total = useGet<{ counts: Count[] }>(
        ready ? address('counts', withChanges(choice(query), { by: 'status' })) : null,
    );
    const known = total.data && !total.loading ? total.data.counts.reduce((s, c) => s + c.n, 0) : null;
    const n = rows.done ? rows.rows.length : Math.max(rows.rows.length, Math.min(known ?? 0, mostRows));
    const hidden = (query.get('hide') ?? '').split(',');
    if (noStore(rows.error)) return <NoStore />;
    if (rows.error && !rows.rows.length) return <Failed error={rows.error} again={() => rows.again()} />;
    if (!ready && !rows.rows.length) return <Loading what="claims" />;
    return (
        <div class={`claims ${query.get('claim') ? 'with-pane' : ''}`}>
            <section class="table-side" aria-label="Claims" aria-busy={!ready}>
                <div class="count">
                    <span role="status" aria-live="polite" class="grow">
                        {rows.done
                            ? plural(rows.rows.length, 'claim')
                            : known === null
                              ? `${rows.rows.length.toLocaleString('en')} claims and more, counting …`
                              : plural(known, 'claim')}
                        {known !== null &&
                            known > mostRows &&
                            `, the first ${mostRows.toLocaleString('en')} of them to scroll through: choose fewer`}
                    </span>
                    <ColumnChooser hidden={hidden} />
                    <span class="order">
                        <label for="order">stored</label>{' '}
                        <select
                            id="order"
                            value={query.get('order') ?? 'newest'}
                            onChange={(e) =>
                                change({ order: e.currentTarget.value === 'newest' ? null : e.currentTarget.value })
                            }
                        >
                            <option value="newest">newest first</option>
                            <option value="oldest">oldest first</option>
                        </select>
                    </span>
                </div>
                {n === 0 ? (
                    <Empty title="No claim passes">
                        <p>Take one of the choices away, or look for other words.</p>
                    </Empty>
                ) : (
                    <Grid
                        rows={rows}
                        n={n}
                        chosen={query.get('claim') ?? ''}
                        shown={columns.filter((c) => !hidden.includes(c.name))}
                    />
                )}
                {rows.error && <Failed error={rows.error} again={() => rows.again()} />}
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

const rowHeight = 40;
const around = 12;

/* On paper nothing scrolls: what was fetched is drawn, as far as it is worth the paper. */
const mostPrinted = 1000;

function usePrinting(): boolean {
    const [printing, set] = useState(false);
    useEffect(() => {
        const before = () => set(true);
        const after = () => set(false);
        addEventListener('masudi:print', before);
        addEventListener('afterprint', after);
        return () => {
            removeEventListener('masudi:print', before);
            removeEventListener('afterprint', after);
        };
    }, []);
    return printing;
}

interface GridProps {
    rows: Rows;
    n: number;
    chosen: string;
    shown: Column[];
}

function Grid({ rows, n, chosen, shown }: GridProps) {
    const box = useRef<HTMLDivElement>(null);
    const [seen, setSeen] = useState({ top: 0, height: 800 });
    const [at, setAt] = useState(0);
    useEffect(() => {
        const el = box.current;
        if (!el) return undefined;
        let frame = 0;
        const look = () => {
            cancelAnimationFrame(frame);
            frame = requestAnimationFrame(() => setSeen({ top: el.scrollTop, height: el.clientHeight }));
        };
        const size = new ResizeObserver(look);
        size.observe(el);
        el.addEventListener('scroll', look, { passive: true });
        look();
        return () => {
            size.disconnect();
            el.removeEventListener('scroll', look);
        };
    }, []);
    const printing = usePrinting();
    const from = printing ? 0 : Math.max(0, Math.floor(seen.top / rowHeight) - around);
    const to = printing
        ? Math.min(rows.rows.length, mostPrinted)
        : Math.min(n, Math.ceil((seen.top + seen.height) / rowHeight) + around);
    useEffect(() => void rows.want(to + 60), [rows, to]);
    useEffect(() => {
        setAt(0);
        if (box.current) box.current.scrollTop = 0;
    }, [rows]);

    const open = (i: number) => {
        const r = rows.rows[i];
        if (r) change({ claim: r.id, in: r.doc }, chosen ? 'replace' : 'push');
    };
    const moveTo = (i: number) => {
        const k = Math.max(0, Math.min(n - 1, i));
        setAt(k);
        const el = box.current;
        if (!el) return;
        const y = k * rowHeight;
        if (y < el.scrollTop) el.scrollTop = y;
        else if (y + rowHeight > el.scrollTop + el.clientHeight - rowHeight)
            el.scrollTop = y - el.clientHeight + 2 * rowHeight;
        if (chosen) open(k);
    };
    const key = (e: KeyboardEvent) => {
        const page = Math.floor(seen.height / rowHeight) - 2;
        const step: Record<string, number> = {
            ArrowDown: at + 1,
            j: at + 1,
            ArrowUp: at - 1,
            k: at - 1,
            PageDown: at + page,
            PageUp: at - page,
            Home: 0,
            End: n - 1,
        };
        if (e.ctrlKey || e.metaKey || e.altKey) return;
        const to = step[e.key];
        if (to !== undefined) {
            e.preventDefault();
            moveTo(to);
        } else if (e.key === 'Enter' || e.key === ' ') {
            e.preventDefault();
            open(at);
        }
    };
    const inSight = [];
    for (let i = from; i < to; i++) inSight.push(i);
    return (
        <div
            class="grid"
            role="grid"
            aria-rowcount={n + 1}
            aria-colcount={shown.length}
            style={{ '--tracks': shown.map((c) => c.width).join(' ') }}
            aria-label="Claims"
            ref={box}
            tabIndex={0}
            onKeyDown={key}
            aria-activedescendant={rows.rows[at] ? `row-${at}` : undefined}
        >
            <div role="row" class="row head" aria-rowindex={1}>
                {shown.map((c) => (
                    <span role="columnheader" class={`cell c-${c.name}`} key={c.name}>
                        {c.title}
                    </span>
                ))}
            </div>
            <div role="rowgroup" class="body" style={{ height: `${n * rowHeight}px` }}>
                {inSight.map((i) => (
                    <GridRow
                        key={i}
                        i={i}
                        row={rows.rows[i]}
                        shown={shown}
                        at={i === at}
                        chosen={rows.rows[i]?.id === chosen}
                        open={() => {
                            setAt(i);
                            open(i);
                        }}
                    />
                ))}
            </div>
        </div>
    );
}

interface GridRowProps {
    i: number;
    row: Row | undefined;
    shown: Column[];
    at: boolean;
    chosen: boolean;
    open: () => void;
}

function GridRow({ i, row, shown, at, chosen, open }: GridRowProps) {
    const style = { transform: `translateY(${i * rowHeight}px)` };
    if (!row)
        return (
            <div role="row" class="row waiting" style={style} aria-rowindex={i + 2} id={`row-${i}`}>
                <span role="gridcell" class="cell c-day">
                    …
                </span>
            </div>
        );
    return (
        <div
            role="row"
            id={`row-${i}`}
            class={`row ${at ? 'at' : ''} ${chosen ? 'chosen' : ''} ${row.gone ? 'gone' : ''}`}
            style={style}
            aria-rowindex={i + 2}
            aria-selected={chosen}
            onClick={open}
        >
            {shown.map((c) => {
                const published = c.name === 'day' && row.published;
                return (
                    <span
                        key={c.name}
                        role="gridcell"
                        dir="auto"
                        class={`cell c-${c.name} ${published ? 'published' : ''}`}
                        title={published ? 'day of publication' : undefined}
                    >
                        {c.draw(row)}
                    </span>
                );
            })}
        </div>
    );
}
