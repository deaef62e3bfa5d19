/* map.tsx: where claims are placed. A place that is known to a country or region is drawn as an area, not as a point. */
import { geoCircle, geoEqualEarth, geoGraticule10, geoPath } from 'd3-geo';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { address, get, useGet, useLoad } from '../api';
import { countryName } from '../countries';
import { Evidence } from '../part/evidence';
import { EventTag, Icon, QuadGlyph, StatusTag } from '../part/glyph';
import { Sentence } from '../part/article';
import { Failed, Loading, noStore, NoStore } from '../part/states';
import { lastDay, mostOf, months } from '../part/filters';
import { change, choice, viewLink, withChanges } from '../route';
import type { Claim, Count, PlaceFeature } from '../types';
import { plural, quadNames, quads, type Quad } from '../words';

type World = Topology<{ countries: GeometryCollection }>;

const size = { w: 1000, h: 488 };
const projection = geoEqualEarth().fitExtent(
    [
        [4, 4],
        [size.w - 4, size.h - 4],
    ],
    { type: 'Sphere' },
);
const path = geoPath(projection).digits(1);
const sphere = path({ type: 'Sphere' }) ?? '';
const grid = path(geoGraticule10()) ?? '';

/* ---- time ---- */

export interface Step {
    key: string;
    from: string;
    to: string;
    n: number;
}

const dayAfter = (d: string): string => new Date(Date.parse(`${d}T00:00:00Z`) + 864e5).toISOString().slice(0, 10);

/* Days where the choice spans some weeks, else months. */
function useSteps(query: URLSearchParams): Step[] {
    const chosen = choice(query).toString();
    const from = query.get('from');
    const to = query.get('to');
    const short = from && to ? (Date.parse(to) - Date.parse(from)) / 864e5 <= 92 : false;
    const by = short ? 'day' : 'month';
    const { data } = useGet<{ counts: Count[] }>(address('counts', withChanges(choice(query), { by, limit: '5000' })));
    return useMemo(() => {
        const dated = (data?.counts ?? []).filter(
            (c): c is { key: string; n: number } =>
                !!c.key && (!short || (c.key >= (from ?? '') && c.key <= (to ?? '9'))),
        );
        const [a, b] = from || to ? [0, dated.length - 1] : mostOf(dated);
        const first = dated[a];
        const last = dated[b];
        if (!first || !last) return [];
        const n = new Map(dated.map((c) => [c.key, c.n]));
        if (!short)
            return months(first.key, last.key)
                .slice(-240)
                .map((m) => ({ key: m, from: `${m}-01`, to: lastDay(m), n: n.get(m) ?? 0 }));
        const out: Step[] = [];
        for (let d = first.key; d <= last.key && out.length < 100; d = dayAfter(d))
            out.push({ key: d, from: d, to: d, n: n.get(d) ?? 0 });
        return out;
    }, [data, chosen, short]);
}

function TimeSlider({ steps, at }: { steps: Step[]; at: string | null }) {
    const [playing, play] = useState(false);
    const i = steps.findIndex((s) => s.key === at);
    useEffect(() => {
        if (!playing) return undefined;
        const t = setTimeout(() => {
            const next = steps[i + 1];
            if (next) change({ on: next.key }, 'replace');
            else play(false);
        }, 900);
        return () => clearTimeout(t);
    }, [playing, i, steps]);
    if (steps.length < 2) return null;
    const top = Math.max(1, ...steps.map((s) => s.n));
    const wide = Math.min(3.2, steps.length / 12);
    const start = () => {
        if (!playing && (i < 0 || i === steps.length - 1)) change({ on: steps[0]?.key ?? null }, 'replace');
        play(!playing);
    };
    return (
        <div class="time" role="group" aria-label="Time">
            <button
                type="button"
                class="icon-button"
                aria-label={playing ? 'Pause' : 'Play through time'}
                onClick={start}
            >
                <Icon name={playing ? 'pause' : 'play'} />
            </button>
            <div class="time-track">
                <svg
                    class="months"
                    viewBox={`0 0 ${steps.length * 4} 30`}
                    preserveAspectRatio="none"
                    aria-hidden="true"
                >
                    {steps.map((s, k) => {
                        const h = s.n ? Math.max(2, Math.sqrt(s.n / top) * 30) : 0;
                        return (
                            <g key={s.key} class={i < 0 || k === i ? 'month' : 'month out'}>
                                <rect x={k * 4 + 2 - wide / 2} y={30 - h} width={wide} height={h} />
                            </g>
                        );
                    })}
                </svg>
                <input
                    type="range"
                    min={0}
                    max={steps.length - 1}
                    value={i < 0 ? steps.length - 1 : i}
                    aria-label="Period shown"
                    aria-valuetext={i < 0 ? 'the whole time' : `${at}: ${plural(steps[i]?.n ?? 0, 'claim')}`}
                    onInput={(e) => {
                        play(false);
                        change({ on: steps[Number(e.currentTarget.value)]?.key ?? null }, 'replace');
                    }}
                />
                <div class="months-ends" aria-hidden="true">
                    <span>{steps[0]?.key}</span>
                    <span>{steps[steps.length - 1]?.key}</span>
                </div>
            </div>
            <output class="time-now">{i < 0 ? 'whole time' : at}</output>
            <button
                type="button"
                class="button quiet"
                disabled={i < 0}
                onClick={() => {
                    play(false);
                    change({ on: null });
                }}
            >
                Whole time
            </button>
        </div>
    );
}

/* ---- the picture ---- */

interface Camera {
    k: number;
    x: number; /* of the centre, in the picture's own units */
    y: number;
}

const home: Camera = { k: 1, x: size.w / 2, y: size.h / 2 };

function cameraOf(text: string | null): Camera {
    const [lon, lat, k] = (text ?? '').split(',').map(Number);
    const p = text && [lon, lat, k].every(Number.isFinite) ? projection([lon as number, lat as number]) : null;
    return p ? { x: p[0], y: p[1], k: Math.min(60, Math.max(1, k as number)) } : home;
}

function cameraText(c: Camera): string | null {
    const p = projection.invert?.([c.x, c.y]);
    return c.k <= 1.01 || !p ? null : `${p[0].toFixed(2)},${p[1].toFixed(2)},${c.k.toFixed(1)}`;
}

const tame = (c: Camera): Camera => {
    const k = Math.min(60, Math.max(1, c.k));
    const reach = (n: number, whole: number) => Math.min(whole - whole / 2 / k, Math.max(whole / 2 / k, n));
    return { k, x: reach(c.x, size.w), y: reach(c.y, size.h) };
};

export interface Cluster {
    x: number;
    y: number;
    n: number;
    quad: Quad;
    places: PlaceFeature[];
}

function leading(list: PlaceFeature[]): Quad {
    const sum = (f: (p: PlaceFeature['properties']) => number) => list.reduce((s, p) => s + f(p.properties), 0);
    const n: Record<Quad, number> = {
        'verbal-cooperation': sum((p) => p.verbal_cooperation),
        'material-cooperation': sum((p) => p.material_cooperation),
        'verbal-conflict': sum((p) => p.verbal_conflict),
        'material-conflict': sum((p) => p.material_conflict),
    };
    return quadNames.reduce((a, b) => (n[b] > n[a] ? b : a));
}

const radius = (n: number) => 2.6 + Math.sqrt(n) * 1.1;

/* Points that would overlap at this enlargement become one, the most frequent first. */
function cluster(points: PlaceFeature[], k: number): Cluster[] {
    const out: Cluster[] = [];
    for (const p of points) {
        const at = projection(p.geometry.coordinates);
        if (!at) continue;
        const near = out.find((b) => Math.hypot(b.x - at[0], b.y - at[1]) * k < radius(b.n) * 0.75 + 3);
        if (near) {
            near.places.push(p);
            near.n += p.properties.n;
        } else out.push({ x: at[0], y: at[1], n: p.properties.n, quad: 'material-conflict', places: [p] });
    }
    for (const b of out) b.quad = leading(b.places);
    return out;
}

export function MapView({ query }: { query: URLSearchParams }) {
    const steps = useSteps(query);
    const on = steps.find((s) => s.key === query.get('on'));
    const chosen = on ? withChanges(choice(query), { from: on.from, to: on.to }) : choice(query);
    const world = useLoad<World>('/assets/world.json', (signal) => get<World>('/assets/world.json', signal));
    const { data, error, loading, again } = useGet<{ features: PlaceFeature[] }>(
        address('places', withChanges(chosen, { limit: '3000' })),
    );
    if (noStore(error)) return <NoStore />;
    if (error) return <Failed error={error} again={again} />;
    if (world.error) return <Failed error={world.error} again={world.again} />;
    if (!data || !world.data) return <Loading what="the map" />;
    const n = data.features.reduce((s, f) => s + f.properties.n, 0);
    return (
        <div class={`map-view ${query.get('at-place') || query.get('claim') ? 'with-pane' : ''}`} aria-busy={loading}>
            <section class="map-side" aria-label="Map">
                <p class="count" role="status">
                    {n === 0
                        ? 'No claim with a place passes'
                        : `${plural(n, 'claim')} at ${plural(data.features.length, 'place')}`}
                    {on && `, ${on.key}`}
                </p>
                <Picture world={world.data} features={data.features} query={query} />
                <Legend />
                <TimeSlider steps={steps} at={on?.key ?? null} />
            </section>
            {query.get('claim') && query.get('in') ? (
                <Evidence
                    document={query.get('in') as string}
                    claim={query.get('claim') as string}
                    onClose={() => change({ claim: null, in: null })}
                    onChoose={(c) => change({ claim: c.id, in: c.doc.id })}
                />
            ) : (
                query.get('at-place') && (
                    <AtPlace name={query.get('at-place') as string} chosen={chosen} query={query} />
                )
            )}
        </div>
    );
}

const Legend = () => (
    <ul class="legend map-legend" aria-label="Legend">
        {quadNames.map((q) => (
            <li key={q}>
                <QuadGlyph quad={q} /> {quads[q]}
            </li>
        ))}
        <li>
            <span class="swatch dot" /> city or point
        </li>
        <li>
            <span class="swatch region" /> somewhere in the region
        </li>
        <li>
            <span class="swatch country" /> somewhere in the country; hatched: mostly cooperation
        </li>
    </ul>
);

function Picture({ world, features, query }: { world: World; features: PlaceFeature[]; query: URLSearchParams }) {
    const box = useRef<SVGSVGElement>(null);
    const [camera, setCamera] = useState<Camera>(() => cameraOf(query.get('at')));
    const told = query.get('at');
    const last = useRef<string | null>(told);
    useEffect(() => {
        if (told !== last.current) setCamera(cameraOf(told));
        last.current = told;
    }, [told]);
    const timer = useRef(0);
    const move = (c: Camera) => {
        const next = tame(c);
        setCamera(next);
        clearTimeout(timer.current);
        timer.current = window.setTimeout(() => {
            last.current = cameraText(next);
            change({ at: last.current }, 'replace');
        }, 300);
    };
    const countries = useMemo(
        () =>
            feature(world, world.objects.countries).features.map((f) => ({
                code: String(f.id ?? ''),
                d: path(f) ?? '',
            })),
        [world],
    );
    const areas = useMemo(() => {
        const by: Record<string, PlaceFeature[]> = {};
        for (const f of features)
            if (f.properties.precision === 'country' && f.properties.country) (by[f.properties.country] ??= []).push(f);
        return by;
    }, [features]);
    const top = Math.max(1, ...Object.values(areas).map((l) => l.reduce((s, f) => s + f.properties.n, 0)));
    const regions = features.filter((f) => f.properties.precision === 'admin1');
    const k = camera.k;
    const blobs = useMemo(
        () =>
            cluster(
                features.filter((f) => f.properties.precision === 'city' || f.properties.precision === 'point'),
                k,
            ),
        [features, k],
    );

    const atPointer = (e: { clientX: number; clientY: number }) => {
        const r = (box.current as SVGSVGElement).getBoundingClientRect();
        const scale = Math.min(r.width / size.w, r.height / size.h);
        return { x: (e.clientX - r.left - r.width / 2) / scale, y: (e.clientY - r.top - r.height / 2) / scale };
    };
    const zoomAt = (f: number, p = { x: 0, y: 0 }) => {
        const nk = Math.min(60, Math.max(1, k * f));
        move({ k: nk, x: camera.x + p.x / k - p.x / nk, y: camera.y + p.y / k - p.y / nk });
    };
    useEffect(() => {
        const el = box.current;
        const wheel = (e: WheelEvent) => {
            e.preventDefault();
            zoomAt(Math.exp(-e.deltaY * 0.0022), atPointer(e));
        };
        el?.addEventListener('wheel', wheel, { passive: false });
        return () => el?.removeEventListener('wheel', wheel);
    });
    const drag = useRef<{ x: number; y: number; c: Camera; moved: boolean } | null>(null);
    const down = (e: PointerEvent) => {
        drag.current = { ...atPointer(e), c: camera, moved: false };
    };
    const moved = (e: PointerEvent) => {
        const d = drag.current;
        if (!d || !(e.buttons & 1)) return;
        const p = atPointer(e);
        if (Math.hypot(p.x - d.x, p.y - d.y) > 3) d.moved = true;
        if (d.moved) move({ k, x: d.c.x - (p.x - d.x) / k, y: d.c.y - (p.y - d.y) / k });
    };
    const key = (e: KeyboardEvent) => {
        const far = 60 / k;
        const steps: Record<string, () => void> = {
            ArrowLeft: () => move({ ...camera, x: camera.x - far }),
            ArrowRight: () => move({ ...camera, x: camera.x + far }),
            ArrowUp: () => move({ ...camera, y: camera.y - far }),
            ArrowDown: () => move({ ...camera, y: camera.y + far }),
            '+': () => zoomAt(1.5),
            '=': () => zoomAt(1.5),
            '-': () => zoomAt(1 / 1.5),
            '0': () => move(home),
        };
        const does = steps[e.key];
        if (does && !e.ctrlKey && !e.metaKey && !e.altKey) {
            e.preventDefault();
            does();
        }
    };
    const choose = (list: PlaceFeature[], x: number, y: number) => {
        if (drag.current?.moved) return;
        const names = new Set(list.map((p) => p.properties.name));
        if (names.size > 1 && k < 40) move({ k: k * 2.5, x, y });
        else change({ 'at-place': list[0]?.properties.name ?? null, claim: null, in: null });
    };
    return (
        <div class="map-box">
            <svg
                ref={box}
                class="map"
                viewBox={`0 0 ${size.w} ${size.h}`}
                role="group"
                aria-label="World map. Arrow keys move it, plus and minus enlarge it."
                tabindex={0}
                onKeyDown={key}
                onPointerDown={down}
                onPointerMove={moved}
            >
                <g
                    transform={`translate(${size.w / 2} ${size.h / 2}) scale(${k}) translate(${-camera.x} ${-camera.y})`}
                >
                    <defs>
                        <pattern
                            id="hatched"
                            width={5 / k}
                            height={5 / k}
                            patternUnits="userSpaceOnUse"
                            patternTransform="rotate(45)"
                        >
                            <path class="hatch" d={`M0 0V${5 / k}`} stroke-width={3 / k} />
                        </pattern>
                    </defs>
                    <path d={sphere} class="sea" />
                    <path d={grid} class="graticule" />
                    {countries.map((c, i) => (
                        <Country
                            key={i}
                            code={c.code}
                            d={c.d}
                            claims={areas[c.code] ?? []}
                            top={top}
                            moved={() => !!drag.current?.moved}
                        />
                    ))}
                    {regions.map((f) => (
                        <Region key={`${f.properties.name} ${f.properties.country}`} f={f} choose={choose} />
                    ))}
                    {[...blobs]
                        .sort((a, b) => b.n - a.n)
                        .map((b) => (
                            <g
                                key={b.places[0]?.properties.name + String(b.x)}
                                class={`blob q ${b.quad}`}
                                transform={`translate(${b.x} ${b.y}) scale(${1 / k})`}
                                onClick={() => choose(b.places, b.x, b.y)}
                            >
                                <Marker r={radius(b.n)} quad={b.quad} />
                                {b.places.length > 1 && radius(b.n) > 9 && <text dy="0.35em">{b.n}</text>}
                                <title>{`${b.places
                                    .slice(0, 4)
                                    .map((p) => p.properties.name)
                                    .join(
                                        ', ',
                                    )}${b.places.length > 4 ? ` and ${b.places.length - 4} more` : ''}: ${plural(b.n, 'claim')}`}</title>
                            </g>
                        ))}
                </g>
            </svg>
            <div class="map-buttons">
                <button type="button" class="icon-button" aria-label="Enlarge" onClick={() => zoomAt(1.7)}>
                    <Icon name="plus" />
                </button>
                <button type="button" class="icon-button" aria-label="Make smaller" onClick={() => zoomAt(1 / 1.7)}>
                    <Icon name="minus" />
                </button>
                <button type="button" class="icon-button" aria-label="Whole world" onClick={() => move(home)}>
                    <Icon name="home" />
                </button>
            </div>
            <details class="as-list">
                <summary>Places as a list</summary>
                <ul>
                    {features.slice(0, 60).map((f) => (
                        <li key={`${f.properties.name} ${f.geometry.coordinates}`}>
                            <button
                                type="button"
                                class="link"
                                onClick={() => change({ 'at-place': f.properties.name })}
                            >
                                <bdi>{f.properties.name}</bdi>
                            </button>{' '}
                            <span class="why">
                                {countryName(f.properties.country) !== f.properties.name
                                    ? countryName(f.properties.country)
                                    : 'country'}{' '}
                                · {f.properties.n}
                            </span>
                        </li>
                    ))}
                </ul>
            </details>
        </div>
    );
}

interface CountryProps {
    code: string;
    d: string;
    claims: PlaceFeature[];
    top: number;
    moved: () => boolean;
}

/* Tinted by how many claims know no more than the country. */
function Country({ code, d, claims, top, moved }: CountryProps) {
    const n = claims.reduce((s, f) => s + f.properties.n, 0);
    const name = countryName(code);
    if (!n)
        return (
            <path d={d} class="land">
                <title>{name}</title>
            </path>
        );
    const show = () => !moved() && change({ 'at-place': claims[0]?.properties.name ?? null, claim: null, in: null });
    return (
        <g onClick={show}>
            <path d={d} class="land" />
            <path d={d} class={`land area q ${leading(claims)}`} fill-opacity={0.2 + 0.5 * Math.sqrt(n / top)}>
                <title>{`${name}: ${plural(n, 'claim')} somewhere in the country`}</title>
            </path>
        </g>
    );
}

/* The shapes of the legend: round for cooperation, a triangle for conflict; hollow for words, filled for acts. */
function Marker({ r, quad }: { r: number; quad: Quad }) {
    const look = quad.startsWith('verbal') ? 'marker hollow' : 'marker';
    if (quad.endsWith('cooperation')) return <circle class={look} r={r} />;
    const [w, h] = [r * 1.12, r * 0.97];
    return <path class={look} d={`M0 ${-r * 1.25}L${w} ${h * 0.8}H${-w}Z`} />;
}

/* Of a region only the middle is known: a disc of some 110 km stands for it. */
function Region({ f, choose }: { f: PlaceFeature; choose: (l: PlaceFeature[], x: number, y: number) => void }) {
    const d = useMemo(() => path(geoCircle().center(f.geometry.coordinates).radius(1)()) ?? '', [f]);
    const at = projection(f.geometry.coordinates);
    return (
        <path
            d={d}
            class={`region q ${leading([f])}`}
            fill-opacity={Math.min(0.55, 0.15 + Math.sqrt(f.properties.n) * 0.05)}
            onClick={() => at && choose([f], at[0], at[1])}
        >
            <title>{`${f.properties.name}: ${plural(f.properties.n, 'claim')} somewhere in the region`}</title>
        </path>
    );
}

function AtPlace({ name, chosen, query }: { name: string; chosen: URLSearchParams; query: URLSearchParams }) {
    const q = withChanges(chosen, { place: name, limit: '50' });
    const { data, error, again } = useGet<{ claims: Claim[]; next: string | null }>(address('claims', q));
    return (
        <aside class="evidence scrolls" aria-label={`Claims placed in ${name}`} tabIndex={0}>
            <header class="pane-head">
                <h2 dir="auto">{name}</h2>
                <a
                    class="button quiet"
                    href={viewLink(
                        'claims',
                        withChanges(choice(query), { place: name, from: chosen.get('from'), to: chosen.get('to') }),
                    )}
                >
                    As a table
                </a>
                <button
                    type="button"
                    class="icon-button"
                    aria-label="Close"
                    onClick={() => change({ 'at-place': null })}
                >
                    <Icon name="close" />
                </button>
            </header>
            {error && <Failed error={error} again={again} />}
            {!data && !error && <Loading what="claims" />}
            <ul class="short-list">
                {data?.claims.map((c) => (
                    <li key={c.id}>
                        <button
                            type="button"
                            class="account-claim"
                            onClick={() => change({ claim: c.id, in: c.doc.id })}
                        >
                            <span class="account-foot">
                                <EventTag event={c.event} mode={c.mode} />
                                <StatusTag status={c.status} />
                                <time>{c.when.start ?? c.doc.date?.slice(0, 10)}</time>
                            </span>
                            <span class="quoted" dir="auto">
                                <Sentence claim={c} />
                            </span>
                        </button>
                    </li>
                ))}
            </ul>
            {data?.next && <p class="why">The newest 50 of them.</p>}
        </aside>
    );
}
