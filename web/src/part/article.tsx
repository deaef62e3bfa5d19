/* article.tsx: a text with the parts of its claims marked.
 * Offsets of claims are code points; those of the page's strings are UTF-16 units. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Claim, Document } from '../types';
import { quadOf } from './glyph';

export const roles: Record<string, string> = {
    actor: 'actor',
    act: 'act',
    recipient: 'recipient',
    place: 'place',
    time: 'time',
    source: 'says so',
};

interface Mark {
    start: number;
    end: number;
    role: string;
    claim?: Claim;
}

/* From code points to UTF-16 units; the same where every character is one unit. */
export function unitsOf(text: string): (point: number) => number {
    if (!/[\ud800-\udbff]/.test(text)) return (p) => p;
    const at: number[] = [];
    let unit = 0;
    for (const c of text) {
        at.push(unit);
        unit += c.length;
    }
    at.push(unit);
    return (p) => at[Math.min(p, at.length - 1)] ?? unit;
}

/* The words of the time have no offsets: they are looked for in the claim's sentence. */
function timeMark(c: Claim): Mark[] {
    const words = c.when.text;
    const i = words ? c.sentence.text.indexOf(words) : -1;
    if (!words || i < 0) return [];
    const start = c.sentence.start + [...c.sentence.text.slice(0, i)].length;
    return [{ start, end: start + [...words].length, role: 'time' }];
}

export function marksOf(c: Claim): Mark[] {
    const span = (role: string) => (s: { start: number; end: number }) => ({ start: s.start, end: s.end, role });
    return [
        span('act')(c.trigger),
        ...c.actors.map(span('actor')),
        ...c.recipients.map(span('recipient')),
        ...(c.where ? [span('place')(c.where)] : []),
        ...timeMark(c),
        ...c.attribution.map(span('source')),
    ].filter((m) => m.end > m.start);
}

interface Piece {
    text: string;
    marks: Mark[];
    first: string[]; /* roles that begin here */
    inside: boolean; /* of the chosen claim's sentence */
}

/* Where the names of roles stand: a part within another has its name at the other's beginning, beside that one's. */
function namesAt(marks: Mark[]): Map<number, string[]> {
    const out = new Map<number, string[]>();
    for (const m of marks) {
        if (m.role === 'other') continue;
        const around = marks.find(
            (o) =>
                o.role !== 'other' &&
                o !== m &&
                o.start <= m.start &&
                o.end >= m.end &&
                o.end - o.start > m.end - m.start,
        );
        const at = around ? around.start : m.start;
        const had = out.get(at) ?? [];
        if (!had.includes(m.role)) out.set(at, around ? [...had, m.role] : [m.role, ...had]);
    }
    return out;
}

function cut(text: string, marks: Mark[], sentence: { start: number; end: number } | null): Piece[] {
    const unit = unitsOf(text);
    const edge = new Set<number>([0, text.length]);
    const at = marks.map((m) => ({ ...m, start: unit(m.start), end: unit(m.end) })).sort((a, b) => a.start - b.start);
    const s = sentence && { start: unit(sentence.start), end: unit(sentence.end) };
    for (const m of at) edge.add(m.start).add(m.end);
    if (s) edge.add(s.start).add(s.end);
    const edges = [...edge].filter((e) => e >= 0 && e <= text.length).sort((a, b) => a - b);
    const names = namesAt(at);
    const pieces: Piece[] = [];
    let k = 0;
    let open: Mark[] = [];
    for (let i = 0; i + 1 < edges.length; i++) {
        const from = edges[i] as number;
        const to = edges[i + 1] as number;
        while (k < at.length && (at[k] as Mark).start <= from) open.push(at[k++] as Mark);
        open = open.filter((m) => m.end >= to);
        const over = open.filter((m) => m.start <= from);
        pieces.push({
            text: text.slice(from, to),
            marks: over,
            first: over.some((m) => m.start === from && m.role !== 'other') ? (names.get(from) ?? []) : [],
            inside: !!s && from >= s.start && to <= s.end,
        });
    }
    return pieces;
}

interface Props {
    claims: Claim[];
    chosen: Claim | null;
    onChoose?: ((c: Claim) => void) | undefined;
}

/* The chosen claim's parts in full; the acts of all others underlined, to be chosen by a click. */
function piecesOf(text: string, claims: Claim[], chosen: Claim | null, title: boolean): Piece[] {
    const mine = (c: Claim) => (c.sentence.index === -1) === title;
    const others: Mark[] = claims
        .filter((c) => c !== chosen && mine(c))
        .map((c) => ({ start: c.trigger.start, end: c.trigger.end, role: 'other', claim: c }));
    const parts = chosen && mine(chosen) ? marksOf(chosen) : [];
    return cut(text, [...parts, ...others], chosen && mine(chosen) ? chosen.sentence : null);
}

const order = ['act', 'actor', 'recipient', 'source', 'place', 'time'];

function drawPiece(p: Piece, key: number, onChoose: Props['onChoose']) {
    const other = p.marks.find((m) => m.role === 'other')?.claim;
    const role = order.find((r) => p.marks.some((m) => m.role === r));
    if (role) {
        const tag = p.first.map((r) => roles[r]).join(' · ');
        return (
            <mark
                key={key}
                class={`part r-${role}`}
                data-tag={p.first.length ? roles[role] : undefined}
                title={tag || undefined}
            >
                {tag && <span class="hidden">[{tag}] </span>}
                {p.text}
            </mark>
        );
    }
    if (other && onChoose)
        return (
            <button
                key={key}
                type="button"
                class={`trigger q ${quadOf(other.event)}`}
                onClick={() => onChoose(other)}
                title={`${other.event.toLowerCase()}, ${other.status}`}
            >
                {p.text}
            </button>
        );
    return p.inside ? (
        <span key={key} class="inside">
            {p.text}
        </span>
    ) : (
        p.text
    );
}

/* One claim in its sentence, as lists show it. */
export function Sentence({ claim }: { claim: Claim }) {
    const pieces = useMemo(() => {
        const from = claim.sentence.start;
        const marks = marksOf(claim)
            .map((m) => ({ ...m, start: m.start - from, end: m.end - from }))
            .filter((m) => m.start >= 0);
        return cut(claim.sentence.text, marks, null);
    }, [claim]);
    return <>{pieces.map((p, i) => drawPiece(p, i, undefined))}</>;
}

/* Pieces are cut at line ends as well, so that each belongs to one paragraph. */
function paragraphsOf(pieces: Piece[]): Piece[][] {
    const out: Piece[][] = [[]];
    for (const p of pieces)
        p.text.split('\n').forEach((line, i) => {
            if (i) out.push([]);
            if (line) out[out.length - 1]?.push({ ...p, text: line, first: i ? [] : p.first });
        });
    return out.filter((line) => line.some((p) => p.text.trim()));
}

/* A whole article, the chosen claim brought into sight. */
export function Article({ doc, chosen, onChoose }: { doc: Document } & Omit<Props, 'claims'>) {
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => {
        const at = box.current?.querySelector('.r-act');
        const frame = box.current?.closest('.scrolls');
        if (!at || !frame) return;
        const y = at.getBoundingClientRect().top - frame.getBoundingClientRect().top;
        if (y < 60 || y > frame.clientHeight - 80) frame.scrollTop += y - frame.clientHeight / 3;
    }, [chosen, doc]);
    const lines = useMemo(() => paragraphsOf(piecesOf(doc.text ?? '', doc.claims, chosen, false)), [doc, chosen]);
    const title = useMemo(() => piecesOf(doc.title ?? '', doc.claims, chosen, true), [doc, chosen]);
    return (
        <div class="article" ref={box} dir="auto" lang={doc.language ?? undefined}>
            {doc.title && (
                <h2 class="headline" dir="auto">
                    {title.map((p, i) => drawPiece(p, i, onChoose))}
                </h2>
            )}
            {doc.text === null && <p class="note">The text was not kept; only the words of the parts are there.</p>}
            {lines.map((line, k) => (
                <p key={k} dir="auto">
                    {line.map((p, i) => drawPiece(p, i, onChoose))}
                </p>
            ))}
        </div>
    );
}
