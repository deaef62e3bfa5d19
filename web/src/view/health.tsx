/* health.tsx: what runs here, what the store holds, from whom, and what it does not. */
import { address, useGet } from '../api';
import { countryName } from '../countries';
import { FeedTable, type Standing } from '../part/feeds';
import { mostOf, months } from '../part/filters';
import { EventTag, StatusTag } from '../part/glyph';
import { Failed, Loading, NoStore } from '../part/states';
import { viewLink } from '../route';
import type { Count, Health as Told } from '../types';
import { plural } from '../words';

const none = new URLSearchParams();
const size = (n: number) =>
    n > 1e9 ? `${(n / 1e9).toFixed(1)} GB` : n > 1e6 ? `${(n / 1e6).toFixed(1)} MB` : `${Math.ceil(n / 1e3)} kB`;
const since = (s: number) =>
    s < 120
        ? `${s} s`
        : s < 7200
          ? `${Math.round(s / 60)} min`
          : s < 172800
            ? `${Math.round(s / 3600)} h`
            : `${Math.round(s / 86400)} days`;

export function Health() {
    const { data: h, error, again } = useGet<Told>(address('health'));
    const places = useGet<{ counts: Count[] }>(h?.store ? address('counts', { by: 'place', limit: '300' }) : null);
    const byMonth = useGet<{ counts: Count[] }>(h?.store ? address('counts', { by: 'month', limit: '5000' }) : null);
    const standing = useGet<{ standing: Standing[] }>(h?.store ? address('watches') : null);
    if (error) return <Failed error={error} again={again} />;
    if (!h) return <Loading what="how things stand" />;
    const s = h.store;
    return (
        <div class="health scrolls" role="region" aria-label="Health" tabIndex={0}>
            <h1>How things stand</h1>
            <section class="tiles">
                <Tile
                    name="program"
                    value={`masudi ${h.version}`}
                    note={h.seconds === undefined ? '' : `up for ${since(h.seconds)}`}
                />
                {h.model && (
                    <Tile
                        name="model"
                        value={h.model.split(' ').slice(0, 2).join(' ')}
                        note={h.model.split(' ')[2] ?? ''}
                    />
                )}
                {h.knowledge && <Tile name="knowledge" value={h.knowledge} note="checksum" />}
                {s && <Tile name="store" value={size(s.bytes)} note={`version ${s.version}`} />}
            </section>
            {!s && <NoStore />}
            {s && (
                <>
                    <section class="tiles">
                        <Tile
                            name="documents"
                            value={s.documents.toLocaleString('en')}
                            note={`${s.texts.toLocaleString('en')} texts kept`}
                        />
                        <Tile
                            name="claims"
                            value={s.claims.toLocaleString('en')}
                            note={`${s.superseded.toLocaleString('en')} superseded`}
                        />
                        <Tile
                            name="stories"
                            value={s.stories.toLocaleString('en')}
                            note={`${s.told_again.toLocaleString('en')} told again, ${s.copies.toLocaleString('en')} copies`}
                        />
                        <Tile
                            name="days"
                            value={s.days[0]?.first?.slice(0, 10) ?? 'none'}
                            note={s.days[0]?.last ? `to ${s.days[0].last.slice(0, 10)}` : ''}
                        />
                    </section>
                    {s.runs.length > 1 && (
                        <p class="note" role="status">
                            This store was coded by {s.runs.length} states of program, model and knowledge.{' '}
                            <code>masudi db recode --store …</code> brings all to the newest.
                        </p>
                    )}
                    <div class="columns">
                        <Bars
                            title="Events"
                            rows={s.events.map((e) => ({
                                key: e.event,
                                n: e.claims,
                                draw: <EventTag event={e.event} />,
                                to: viewLink('claims', none, '', { event: e.event }),
                            }))}
                        />
                        <Bars
                            title="Statuses"
                            rows={s.statuses.map((e) => ({
                                key: e.status,
                                n: e.claims,
                                draw: <StatusTag status={e.status} />,
                                to: viewLink('claims', none, '', { status: e.status }),
                            }))}
                        />
                        <Bars
                            title="Countries of places"
                            rows={(places.data?.counts ?? []).map((c) => ({
                                key: c.key ?? '',
                                n: c.n,
                                draw: countryName(c.key) || 'no country',
                                to: c.key ? viewLink('claims', none, '', { country: c.key }) : '',
                            }))}
                        />
                    </div>
                    <Coverage counts={byMonth.data?.counts ?? []} />
                    <h2>Feeds</h2>
                    <FeedTable feeds={standing.data?.standing.filter((f) => f.is === 'feed') ?? []} />
                    <h2>Sources and their licences</h2>
                    <table class="plain">
                        <thead>
                            <tr>
                                <th scope="col">Source</th>
                                <th scope="col" class="num">
                                    Documents
                                </th>
                                <th scope="col">Licence</th>
                                <th scope="col">To be named as</th>
                            </tr>
                        </thead>
                        <tbody>
                            {s.sources.map((r) => (
                                <tr key={r.name}>
                                    <td dir="auto">{r.name || <i>not told</i>}</td>
                                    <td class="num">{r.documents.toLocaleString('en')}</td>
                                    <td dir="auto">{r.licence ?? '–'}</td>
                                    <td dir="auto">{r.attribution ?? '–'}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                    <h2>Who coded</h2>
                    <table class="plain">
                        <thead>
                            <tr>
                                <th scope="col">Since</th>
                                <th scope="col">Program</th>
                                <th scope="col">Model</th>
                                <th scope="col">Knowledge</th>
                                <th scope="col" class="num">
                                    Documents
                                </th>
                            </tr>
                        </thead>
                        <tbody>
                            {s.runs.map((r, i) => (
                                <tr key={i}>
                                    <td>{r.begun.slice(0, 16).replace('T', ' ')}</td>
                                    <td>{r.coder}</td>
                                    <td>{r.model}</td>
                                    <td>
                                        <code>{r.knowledge}</code>
                                    </td>
                                    <td class="num">{r.documents.toLocaleString('en')}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                    <h2>Known gaps</h2>
                    <ul class="gaps">
                        <li>
                            Only English is coded; documents in other languages give no claims and are counted when they
                            are read.
                        </li>
                        <li>
                            A claim without a day of its own stands under its document’s day of publication, marked as
                            such.
                        </li>
                        <li>
                            Numbers of claims follow what was read: a country with few sources has few claims, whatever
                            happens there.
                        </li>
                    </ul>
                </>
            )}
        </div>
    );
}

/* Where there is much and where little, so that a quiet month is not taken for a calm one. */
function Coverage({ counts }: { counts: Count[] }) {
    const dated = counts.filter((c): c is { key: string; n: number } => !!c.key);
    const [a, b] = mostOf(dated);
    const [first, last] = [dated[a], dated[b]];
    if (!first || !last || first === last) return null;
    const n = new Map(dated.map((c) => [c.key, c.n]));
    const bars = months(first.key, last.key).slice(-360);
    const top = Math.max(1, ...bars.map((m) => n.get(m) ?? 0));
    return (
        <section class="coverage">
            <h2>Claims by month</h2>
            <svg
                class="months"
                viewBox={`0 0 ${bars.length * 4} 40`}
                preserveAspectRatio="none"
                role="img"
                aria-label={`Claims by month, ${first.key} to ${last.key}; most in one: ${top}`}
            >
                {bars.map((m, i) => {
                    const h = ((n.get(m) ?? 0) / top) * 40;
                    return (
                        <g key={m} class="month">
                            <rect x={i * 4 + 0.4} y={40 - h} width={3.2} height={h} />
                            <title>{`${m}: ${n.get(m) ?? 0}`}</title>
                        </g>
                    );
                })}
            </svg>
            <div class="months-ends" aria-hidden="true">
                <span>{first.key}</span>
                <span>{last.key}</span>
            </div>
            <p class="why">{plural(counts.find((c) => !c.key)?.n ?? 0, 'claim')} without any day.</p>
        </section>
    );
}

export const Tile = ({ name, value, note }: { name: string; value: string; note: string }) => (
    <div class="tile">
        <span class="tile-name">{name}</span>
        <b>{value}</b>
        <span class="why">{note}</span>
    </div>
);

function Bars({
    title,
    rows,
}: {
    title: string;
    rows: { key: string; n: number; draw: preact.ComponentChildren; to: string }[];
}) {
    const top = Math.max(1, ...rows.map((r) => r.n));
    return (
        <section>
            <h2>{title}</h2>
            <ul class="bars">
                {rows.slice(0, 16).map((r) => (
                    <li key={r.key}>
                        {r.to ? <a href={r.to}>{r.draw}</a> : <span>{r.draw}</span>}
                        <span class="bar-n">{r.n.toLocaleString('en')}</span>
                        <meter class="facet-bar" min={0} max={top} value={r.n} aria-hidden="true" />
                    </li>
                ))}
            </ul>
        </section>
    );
}
