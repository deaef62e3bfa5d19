/* export.tsx: takes what is shown away, with the licences of its sources and the command that gives the same. */
import { useState } from 'preact/hooks';
import { address, download, post, Problem, useGet } from '../api';
import { choice, withChanges, type Route } from '../route';
import type { Claim, Health } from '../types';
import { commandOf } from './command';
import { partyNames } from './claim';
import { Dialog } from './dialog';
import { unpack } from './pack';
import { save } from './save';
import { Failed } from './states';

type Form = [name: string, file: string, make: (route: Route) => Promise<Blob>];

const lines = (q: URLSearchParams) =>
    download(address('claims', withChanges(q, { order: 'oldest' })), 'application/x-ndjson');

/* Each with the claim as it was coded and as it holds. */
async function allReviews(): Promise<Blob> {
    const out: string[] = [];
    for (let after: number | null = 0; after !== null;) {
        const path = address('reviews', { limit: '1000', ...(after ? { after: String(after) } : {}) });
        const got = JSON.parse(await (await json(path)).text()) as { reviews: unknown[]; next: number | null };
        out.push(...got.reviews.map((r) => `${JSON.stringify(r)}\n`));
        after = got.next;
    }
    return new Blob(out, { type: 'application/x-ndjson' });
}

/* Spreadsheets take words that begin like this for a formula; a blank before them is harmless (CWE-1236). */
const cell = (v: string | number | null | undefined): string => {
    const s = typeof v === 'string' && /^[=+\-@\t\r]/.test(v) ? ` ${v}` : String(v ?? '');
    return /[",\n\r]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s;
};

const flat: [string, (c: Claim) => string | number | null | undefined][] = [
    ['id', (c) => c.id],
    ['doc', (c) => c.doc.id],
    ['date', (c) => c.doc.date],
    ['publisher', (c) => c.doc.publisher],
    ['url', (c) => c.doc.url],
    ['event', (c) => c.event],
    ['mode', (c) => c.mode],
    ['status', (c) => c.status],
    ['hedge', (c) => c.hedge],
    ['actors', (c) => partyNames(c.actors)],
    ['actor_codes', (c) => c.actors.map((e) => e.code ?? '').join('|')],
    ['recipients', (c) => partyNames(c.recipients)],
    ['recipient_codes', (c) => c.recipients.map((e) => e.code ?? '').join('|')],
    ['attribution', (c) => partyNames(c.attribution)],
    ['when_start', (c) => c.when.start],
    ['when_end', (c) => c.when.end],
    ['place', (c) => c.where?.name],
    ['country', (c) => c.where?.country],
    ['precision', (c) => c.where?.precision],
    ['cameo', (c) => c.cameo],
    ['quad', (c) => c.quad],
    ['intensity', (c) => c.intensity],
    ['confidence', (c) => c.confidence],
    ['trigger', (c) => c.trigger.text],
    ['sentence', (c) => c.sentence.text],
    ['rule', (c) => c.rule],
];

async function table(q: URLSearchParams): Promise<Blob> {
    const rows = (await (await lines(q)).text())
        .split('\n')
        .filter(Boolean)
        .map((l) => JSON.parse(l) as Claim);
    const text = [
        flat.map(([name]) => name).join(','),
        ...rows.map((c) => flat.map(([, of]) => cell(of(c))).join(',')),
    ].join('\r\n');
    return new Blob([`${text}\r\n`], { type: 'text/csv' });
}

const json = (path: string) => download(path, 'application/json');

async function pasted(route: Route): Promise<Blob> {
    const told = await post('/api/code', JSON.parse(await unpack(route.query.get('t') ?? '')));
    return new Blob([`${JSON.stringify(told, null, 1)}\n`], { type: 'application/json' });
}

async function seriesTable(route: Route): Promise<Blob> {
    const [a = '', b = ''] = route.id.split('>');
    const q = withChanges(choice(route.query), {
        actor: [a, b],
        recipient: [a, b],
        by: 'dyad',
        each: route.query.get('each'),
    });
    const got = JSON.parse(await (await json(address('series', q))).text()) as {
        points: Record<string, string | number | null>[];
    };
    const names = ['series', 'start', 'count', 'intensity', 'goldstein', 'baseline', 'surprise'];
    const points = got.points.filter((p) => p.series === `${a}>${b}` || p.series === `${b}>${a}`);
    return new Blob([[names.join(','), ...points.map((p) => names.map((n) => cell(p[n])).join(','))].join('\r\n')], {
        type: 'text/csv',
    });
}

/* The picture itself, with the colours that it has now. */
export async function picture(): Promise<Blob> {
    const svg = document.querySelector('svg.map, svg.chart, svg.network');
    if (!svg) throw new Problem(0, 'There is no picture here', '');
    const copy = svg.cloneNode(true) as SVGElement;
    const from = [svg, ...svg.querySelectorAll('*')];
    const to = [copy, ...copy.querySelectorAll('*')];
    const kept = [
        'fill',
        'stroke',
        'stroke-width',
        'fill-opacity',
        'stroke-opacity',
        'stroke-dasharray',
        'opacity',
        'font-family',
        'font-size',
        'text-anchor',
    ];
    from.forEach((el, i) => {
        const look = getComputedStyle(el);
        for (const name of kept) to[i]?.setAttribute(name, look.getPropertyValue(name));
    });
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    return new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' });
}

function forms(route: Route): Form[] {
    const q = choice(route.query);
    const reviews: Form = ['JSON Lines, all reviews, to train with', 'reviews.jsonl', allReviews];
    const claims: Form[] = [
        ['JSON Lines, whole claims', 'claims.jsonl', () => lines(q)],
        ['CSV, a row a claim', 'claims.csv', () => table(q)],
    ];
    switch (route.view) {
        case 'stories':
            return route.id
                ? [
                      ['JSON, the story with its accounts', 'story.json', () => json(address(`stories/${route.id}`))],
                      ['CSV, its claims', 'claims.csv', () => table(new URLSearchParams({ story: route.id }))],
                  ]
                : [
                      [
                          'JSON, the stories',
                          'stories.json',
                          () =>
                              json(
                                  address(
                                      'stories',
                                      withChanges(q, { least: route.query.get('least') ?? '2', limit: '1000' }),
                                  ),
                              ),
                      ],
                      ...claims,
                  ];
        case 'map':
            return [
                [
                    'GeoJSON, the places',
                    'places.geojson',
                    () => json(address('places', withChanges(q, { limit: '5000' }))),
                ],
                ['SVG, the picture', 'map.svg', picture],
                ...claims,
            ];
        case 'network':
            return [
                ['JSON, the pairs', 'pairs.json', () => json(address('network', withChanges(q, { limit: '5000' })))],
                ['SVG, the picture', 'network.svg', picture],
                ...claims,
            ];
        case 'dyads':
            return [
                ...(route.id ? ([['CSV, both series', 'series.csv', () => seriesTable(route)]] as Form[]) : []),
                ['SVG, the first picture', 'series.svg', picture],
                ...claims,
            ];
        case 'health':
            return [['JSON', 'health.json', () => json(address('health'))], reviews];
        case 'watches':
            return [['JSON, the alerts', 'alerts.json', () => json(address('alerts'))]];
        case 'proof':
            return [];
        case 'text':
            if (route.id)
                return [
                    [
                        'JSON, the document with its claims',
                        'document.json',
                        () => json(address(`documents/${encodeURIComponent(route.id)}`)),
                    ],
                ];
            return route.query.get('t') ? [['JSON, the text with its claims', 'text.json', () => pasted(route)]] : [];
        default:
            return [...claims, reviews];
    }
}

export function licenceText(h: Health | null, command: string): string {
    const s = h?.store;
    const out = [
        'Claims coded by Masudi from the documents of the sources below. The texts belong to their publishers.',
        '',
        `Command: ${command}`,
        h ? `Program: masudi ${h.version}${h.model ? `, model ${h.model}, knowledge ${h.knowledge}` : ''}` : '',
        `Taken: ${new Date().toISOString().slice(0, 10)}`,
        '',
        'Sources:',
        ...(s?.sources ?? []).map(
            (r) =>
                `- ${r.name || 'not told'}: ${r.documents} documents; licence: ${r.licence ?? 'not told'}${r.attribution ? `; to be named as: ${r.attribution}` : ''}`,
        ),
        '',
        'Place names: GeoNames (geonames.org), CC BY 4.0. Borders on the map: Natural Earth, public domain.',
    ];
    return out.join('\n');
}

export function Export({ route, close }: { route: Route; close: () => void }) {
    const { data } = useGet<Health>(address('health'));
    const [busy, setBusy] = useState('');
    const [error, setError] = useState<Problem | null>(null);
    const command = commandOf(route);
    const licence = licenceText(data, command);
    const list = forms(route);
    const take = async ([name, file, make]: Form) => {
        setBusy(name);
        setError(null);
        try {
            save(await make(route), `masudi-${file}`);
        } catch (e) {
            setError(e instanceof Problem ? e : new Problem(0, String(e), ''));
        }
        setBusy('');
    };
    return (
        <Dialog title="Take it with you" close={close}>
            <h3>Files</h3>
            {list.length === 0 && (
                <p class="note">Nothing here is a file of its own; the command below gives the same.</p>
            )}
            <ul class="files">
                {list.map((f) => (
                    <li key={f[0]}>
                        <button type="button" class="button" disabled={!!busy} onClick={() => void take(f)}>
                            {busy === f[0] ? 'Making it …' : f[0]}
                        </button>
                    </li>
                ))}
                <li>
                    <button type="button" class="button" onClick={() => printView(close)}>
                        Print
                    </button>
                </li>
            </ul>
            {error && <Failed error={error} />}
            <Copy title="The same as a command" text={command} />
            <Copy title="Address of this view" text={location.href} />
            <Copy title="Licence and citation, to go along" text={licence} file="masudi-licences.txt" />
        </Dialog>
    );
}

/* The view, without this window over it. */
function printView(close: () => void): void {
    close();
    dispatchEvent(new Event('masudi:print'));
    setTimeout(() => print(), 300);
}

function Copy({ title, text, file }: { title: string; text: string; file?: string }) {
    const [done, set] = useState(false);
    const copy = async () => {
        await navigator.clipboard?.writeText(text).catch(() => undefined);
        set(true);
        setTimeout(() => set(false), 1500);
    };
    return (
        <section>
            <h3>{title}</h3>
            <pre class="command" tabIndex={0} aria-label={title}>
                {text}
            </pre>
            <div class="row">
                <button type="button" class="button quiet" onClick={() => void copy()}>
                    {done ? 'Copied' : 'Copy'}
                </button>
                {file && (
                    <button
                        type="button"
                        class="button quiet"
                        onClick={() => save(new Blob([text], { type: 'text/plain' }), file)}
                    >
                        Save as a file
                    </button>
                )}
            </div>
        </section>
    );
}
