/* network.tsx: who acts on whom, as a picture and as a table. */
import {
    forceCollide,
    forceLink,
    forceManyBody,
    forceSimulation,
    forceX,
    forceY,
    type SimulationLinkDatum,
    type SimulationNodeDatum,
} from 'd3-force';
import { useMemo } from 'preact/hooks';
import { address, useGet } from '../api';
import { countryName } from '../countries';
import { Icon } from '../part/glyph';
import { Empty, Failed, Loading, noStore, NoStore } from '../part/states';
import { change, choice, viewLink, withChanges } from '../route';
import type { Pair } from '../types';
import { plural } from '../words';

interface Node extends SimulationNodeDatum {
    id: string;
    n: number;
}

interface Edge extends SimulationLinkDatum<Node> {
    pair: Pair;
    source: Node;
    target: Node;
}

const size = { w: 1000, h: 760 };
const radius = (n: number) => 5 + Math.sqrt(n) * 0.9;

/* The layout is the same for the same pairs: the forces start from places that are not drawn by chance. */
function layOut(pairs: Pair[]): { nodes: Node[]; edges: Edge[]; top: number } {
    const by: Record<string, Node> = {};
    const node = (id: string, n: number) => {
        const had = (by[id] ??= { id, n: 0 });
        had.n += n;
        return had;
    };
    for (const p of pairs) {
        node(p.actor, p.n);
        if (p.actor !== p.recipient) node(p.recipient, p.n);
    }
    const abroad = new Set(pairs.filter((p) => p.actor !== p.recipient).flatMap((p) => [p.actor, p.recipient]));
    const nodes = Object.values(by).filter((n) => abroad.has(n.id)); /* what stays at home stands in the table */
    const edges = pairs
        .filter((p) => p.actor !== p.recipient)
        .map((pair) => ({ pair, source: by[pair.actor] as Node, target: by[pair.recipient] as Node }));
    const top = Math.max(1, ...edges.map((e) => e.pair.n));
    const big = Math.max(1, ...nodes.map((n) => n.n));
    for (const n of nodes) n.n = (n.n / big) * 900;
    forceSimulation(nodes)
        .force('charge', forceManyBody().strength(-340))
        .force(
            'link',
            forceLink<Node, Edge>(edges)
                .distance(95)
                .strength((e) => 0.08 + 0.3 * Math.sqrt(e.pair.n / top)),
        )
        .force('x', forceX(0).strength(0.07))
        .force('y', forceY(0).strength(0.09))
        .force(
            'apart',
            forceCollide<Node>((n) => radius(n.n) + 13),
        )
        .stop()
        .tick(320);
    fit(nodes);
    return { nodes, edges, top };
}

function fit(nodes: Node[]): void {
    const xs = nodes.map((n) => n.x ?? 0);
    const ys = nodes.map((n) => n.y ?? 0);
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const k = Math.min((size.w - 150) / Math.max(1, x1 - x0), (size.h - 80) / Math.max(1, y1 - y0), 2);
    for (const n of nodes) {
        n.x = size.w / 2 + ((n.x ?? 0) - (x0 + x1) / 2) * k;
        n.y = size.h / 2 + ((n.y ?? 0) - (y0 + y1) / 2) * k;
    }
}

/* Five steps from cooperation to conflict. */
const tone = (p: Pair) => `tone-${Math.min(4, Math.floor((p.conflict / Math.max(1, p.n)) * 5))}`;

function curve(e: Edge): string {
    const { x: x0 = 0, y: y0 = 0 } = e.source;
    const { x: x1 = 0, y: y1 = 0 } = e.target;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const [mx, my] = [(x0 + x1) / 2 + dy * 0.12, (y0 + y1) / 2 - dx * 0.12];
    return `M${x0.toFixed(1)} ${y0.toFixed(1)}Q${mx.toFixed(1)} ${my.toFixed(1)} ${x1.toFixed(1)} ${y1.toFixed(1)}`;
}

export function Network({ query }: { query: URLSearchParams }) {
    const limit = query.get('pairs') ?? '80';
    const { data, error, loading, again } = useGet<{ pairs: Pair[] }>(
        address('network', withChanges(choice(query), { limit })),
    );
    const laid = useMemo(() => (data ? layOut(data.pairs) : null), [data]);
    if (noStore(error)) return <NoStore />;
    if (error) return <Failed error={error} again={again} />;
    if (!data || !laid) return <Loading what="the network" />;
    if (!data.pairs.length)
        return (
            <Empty title="No pair of countries passes">
                <p>Take one of the choices away.</p>
            </Empty>
        );
    const node = query.get('node');
    const near = new Set(
        node
            ? laid.edges
                  .filter((e) => e.source.id === node || e.target.id === node)
                  .flatMap((e) => [e.source.id, e.target.id])
            : [],
    );
    const dim = (...ids: string[]) =>
        node && !ids.includes(node) && !(ids.length === 1 && near.has(ids[0] as string)) ? 'dim' : '';
    return (
        <div class="network-view with-pane" aria-busy={loading}>
            <section class="network-side" aria-label="Network">
                <p class="count" role="status">
                    {plural(laid.nodes.length, 'country', 'countries')} and the{' '}
                    {plural(data.pairs.length, 'most frequent pair')}
                    <span class="order">
                        <label for="pairs">pairs</label>{' '}
                        <select
                            id="pairs"
                            value={limit}
                            onChange={(e) =>
                                change({ pairs: e.currentTarget.value === '80' ? null : e.currentTarget.value })
                            }
                        >
                            {['40', '80', '150', '300'].map((n) => (
                                <option key={n}>{n}</option>
                            ))}
                        </select>
                    </span>
                </p>
                <svg
                    class="network"
                    viewBox={`0 0 ${size.w} ${size.h}`}
                    role="img"
                    aria-label={`A network of ${laid.nodes.length} countries; the table beside it has the same`}
                    onClick={(e) => e.target === e.currentTarget && change({ node: null })}
                >
                    {laid.edges.map((e) => (
                        <path
                            key={`${e.source.id}>${e.target.id}`}
                            d={curve(e)}
                            class={`edge ${tone(e.pair)} ${dim(e.source.id, e.target.id)}`}
                            stroke-width={0.8 + 6 * Math.sqrt(e.pair.n / laid.top)}
                        >
                            <title>{`${countryName(e.source.id)} → ${countryName(e.target.id)}: ${plural(e.pair.n, 'claim')}, ${e.pair.conflict} of conflict`}</title>
                        </path>
                    ))}
                    {laid.nodes.map((n) => (
                        <g
                            key={n.id}
                            class={`node ${dim(n.id)} ${n.id === node ? 'chosen' : ''}`}
                            transform={`translate(${n.x} ${n.y})`}
                            onClick={() => change({ node: n.id === node ? null : n.id })}
                        >
                            <circle r={radius(n.n)} />
                            <text dy={radius(n.n) + 12}>{countryName(n.id)}</text>
                        </g>
                    ))}
                </svg>
                <ul class="legend" aria-label="Legend">
                    {['cooperation', '', 'mixed', '', 'conflict'].map((t, i) => (
                        <li key={i}>
                            <span class={`swatch line tone-${i}`} /> {t}
                        </li>
                    ))}
                    <li class="why">
                        width: how many; broken: mostly cooperation; of two curves the one bowed to the left of its way
                        goes that way
                    </li>
                </ul>
            </section>
            <Pairs pairs={data.pairs} node={node} query={query} />
        </div>
    );
}

function Pairs({ pairs, node, query }: { pairs: Pair[]; node: string | null; query: URLSearchParams }) {
    const shown = node ? pairs.filter((p) => p.actor === node || p.recipient === node) : pairs;
    return (
        <aside class="evidence scrolls" aria-label="Pairs" tabIndex={0}>
            <header class="pane-head">
                <h2>{node ? countryName(node) : 'Pairs'}</h2>
                {node && (
                    <a class="button quiet" href={viewLink('claims', query, '', { country: node })}>
                        Claims
                    </a>
                )}
                {node && (
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="All countries"
                        onClick={() => change({ node: null })}
                    >
                        <Icon name="close" />
                    </button>
                )}
            </header>
            <table class="plain">
                <thead>
                    <tr>
                        <th scope="col">Actor</th>
                        <th scope="col">Recipient</th>
                        <th scope="col" class="num">
                            Claims
                        </th>
                        <th scope="col" class="num">
                            Conflict
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {shown.map((p) => (
                        <tr key={`${p.actor}>${p.recipient}`}>
                            <td>
                                <button type="button" class="link" onClick={() => change({ node: p.actor })}>
                                    {countryName(p.actor)}
                                </button>
                            </td>
                            <td>
                                <button type="button" class="link" onClick={() => change({ node: p.recipient })}>
                                    {countryName(p.recipient)}
                                </button>
                            </td>
                            <td class="num">
                                <a
                                    href={
                                        p.actor === p.recipient
                                            ? viewLink('claims', query, '', { actor: p.actor, recipient: p.recipient })
                                            : viewLink('dyads', query, `${p.actor}>${p.recipient}`)
                                    }
                                >
                                    {p.n.toLocaleString('en')}
                                </a>
                            </td>
                            <td class="num">{Math.round((100 * p.conflict) / Math.max(1, p.n))} %</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </aside>
    );
}
