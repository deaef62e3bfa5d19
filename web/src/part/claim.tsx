/* claim.tsx: one claim told in words, with what it was coded from. */
import { type ComponentChildren } from 'preact';
import { countryName } from '../countries';
import type { Claim, Entity, Source } from '../types';
import { claimantKinds, events, hedges, linkKinds, sectors, statuses, viaWords } from '../words';
import { EventTag, StatusTag } from './glyph';

export const partyName = (e: Entity): string => e.name || e.text || countryName(e.country);
export const partyNames = (list: Entity[]): string => list.map(partyName).join(', ');

export function dayText(c: Claim): string {
    const { start, end } = c.when;
    if (start && end && start !== end) return `${start} – ${end}`;
    return start ?? end ?? '';
}

/* "ISR, government, by name" */
function partyWhy(e: Entity): string {
    const said = [countryName(e.country), e.sector ? (sectors[e.sector] ?? e.sector) : '', e.code ?? '']
        .filter(Boolean)
        .join(' · ');
    const via = e.via ? viaWords[e.via] : '';
    return [said, via].filter(Boolean).join('; ');
}

const Fact = ({ name, role, children }: { name: string; role?: string; children: ComponentChildren }) => (
    <div class="fact">
        <dt class={role ? `r-${role}` : ''}>{name}</dt>
        <dd>{children}</dd>
    </div>
);

const Party = ({ e }: { e: Entity }) => (
    <div class="party" dir="auto">
        <b>{partyName(e)}</b>
        {e.name && e.name !== e.text && <span class="as"> “{e.text}”</span>}
        <span class="why">{partyWhy(e)}</span>
    </div>
);

const Says = ({ s }: { s: Source }) => (
    <div class="party" dir="auto">
        <b>{partyName(s)}</b>
        {s.name && s.name !== s.text && <span class="as"> “{s.text}”</span>}
        <span class="why">{[claimantKinds[s.kind] ?? s.kind, partyWhy(s)].filter(Boolean).join('; ')}</span>
    </div>
);

function counts(c: Claim): string {
    return Object.entries(c.magnitude)
        .filter(([, n]) => n !== null)
        .map(([name, n]) => `${(n as number).toLocaleString('en')} ${name}`)
        .join(', ');
}

function placeText(w: NonNullable<Claim['where']>): string {
    const more = [w.admin1, countryName(w.country)].filter((x) => x && x !== w.name).join(', ');
    return `${w.name || w.text}${more ? `, ${more}` : ''}`;
}

/* What an analyst asks of a claim, in this order: what, who, to whom, did it happen, who says so, where, when. */
export function Facts({
    claim: c,
    others,
    onChoose,
}: {
    claim: Claim;
    others?: Claim[];
    onChoose?: (c: Claim) => void;
}) {
    return (
        <dl class="facts">
            <Fact name="act" role="act">
                <EventTag event={c.event} mode={c.mode} />
                <span class="why">
                    “{c.trigger.text}” · {events[c.event]?.[1]} · CAMEO {c.cameo}
                    {c.contexts.length > 0 && ` · ${c.contexts.join(', ')}`}
                </span>
            </Fact>
            <Fact name="actor" role="actor">
                {c.actors.length ? c.actors.map((e, i) => <Party key={i} e={e} />) : <i>not said</i>}
            </Fact>
            {c.recipients.length > 0 && (
                <Fact name="recipient" role="recipient">
                    {c.recipients.map((e, i) => (
                        <Party key={i} e={e} />
                    ))}
                </Fact>
            )}
            <Fact name="status">
                <StatusTag status={c.status} />
                {hedges[c.hedge] && <span class="hedge"> {hedges[c.hedge]}</span>}
                <span class="why">{statuses[c.status]?.[1]}</span>
            </Fact>
            <Fact name="says so" role="source">
                {c.attribution.length ? c.attribution.map((s, i) => <Says key={i} s={s} />) : <i>the article itself</i>}
            </Fact>
            {c.where && (
                <Fact name="place" role="place">
                    <span dir="auto">{placeText(c.where)}</span>{' '}
                    <span class="why">
                        known to the {c.where.precision === 'admin1' ? 'region' : c.where.precision}
                    </span>
                </Fact>
            )}
            {(dayText(c) || c.when.text) && (
                <Fact name="time" role="time">
                    {dayText(c) || 'no day'}
                    <span class="why">
                        {c.when.text ? `“${c.when.text}”` : ''}{' '}
                        {c.when.precision !== 'unknown' ? `to the ${c.when.precision}` : ''}
                    </span>
                </Fact>
            )}
            {counts(c) && <Fact name="numbers">{counts(c)}</Fact>}
            {c.links.map((l, i) => {
                const to = others?.find((o) => o.id === l.event);
                return (
                    <Fact key={i} name={linkKinds[l.kind] ?? l.kind}>
                        {to && onChoose ? (
                            <button type="button" class="link" onClick={() => onChoose(to)}>
                                {to.event.toLowerCase()}: “{to.trigger.text}”
                            </button>
                        ) : (
                            <code>{l.event.slice(0, 8)}</code>
                        )}
                    </Fact>
                );
            })}
            <Fact name="why">
                <span class="rule">
                    Rule <code>{c.rule}</code>
                </span>
                <span class="why">
                    of claims given {c.confidence.toFixed(2)}, about {Math.round(c.confidence * 100)} in 100 are right
                </span>
            </Fact>
        </dl>
    );
}
