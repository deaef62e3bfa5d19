/* review.tsx: what a reader says of a claim: it does not hold, it holds otherwise, it stands as coded; and of several, that
 * they are of one occurrence or of two. Nothing is lost by it: the coder's own stays in the history. */
import { useState } from 'preact/hooks';
import { post, Problem } from '../api';
import { allCountries, countryCode, countryName } from '../countries';
import type { Claim, Entity } from '../types';
import { eventNames, hedges, sectors, statusNames } from '../words';
import { partyName } from './claim';
import { Failed } from './states';

export type Kind = 'reject' | 'correct' | 'restore' | 'merge' | 'split';

const nameKey = 'masudi.reviewer';

export function reviewer(): string {
    try {
        return localStorage.getItem(nameKey) ?? '';
    } catch {
        return '';
    }
}

export function remember(who: string): void {
    try {
        localStorage.setItem(nameKey, who);
    } catch {
        /* asked for again next time */
    }
}

export interface Said {
    kind: Kind;
    claim: string;
    who: string;
    note?: string;
    with?: string[];
    change?: Record<string, unknown>;
}

/* stories false: a large store's are put together by `masudi db stories`. */
export async function say(what: Said): Promise<boolean> {
    remember(what.who);
    return (await post<{ stories: boolean }>('/api/reviews', what)).stories;
}

/* Name and note, and the word to send them off with. */
export function Sign({
    label,
    send,
    cancel,
}: {
    label: string;
    send: (who: string, note: string) => Promise<void>;
    cancel: () => void;
}) {
    const [who, setWho] = useState(reviewer());
    const [note, setNote] = useState('');
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState<Problem | null>(null);
    const submit = async (e: Event) => {
        e.preventDefault();
        setBusy(true);
        setError(null);
        try {
            await send(who.trim(), note.trim());
        } catch (x) {
            setError(x instanceof Problem ? x : new Problem(0, String(x), ''));
        }
        setBusy(false);
    };
    return (
        <form class="sign" onSubmit={submit}>
            <label>
                Your name{' '}
                <input required value={who} autocomplete="name" onInput={(e) => setWho(e.currentTarget.value)} />
            </label>
            <label>
                Why{' '}
                <input
                    value={note}
                    dir="auto"
                    placeholder="may be left out"
                    onInput={(e) => setNote(e.currentTarget.value)}
                />
            </label>
            <span class="row">
                <button type="submit" class="button main" disabled={busy || !who.trim()}>
                    {label}
                </button>
                <button type="button" class="button quiet" onClick={cancel}>
                    Cancel
                </button>
            </span>
            {error && <Failed error={error} />}
        </form>
    );
}

interface Props {
    id: string;
    claim: Claim | null; /* null: it does not hold any more */
    onDone: () => void;
}

export function Review({ id, claim, onDone }: Props) {
    const [doing, set] = useState<Kind | null>(null);
    const [change, setChange] = useState<Record<string, unknown>>({});
    const send = async (who: string, note: string) => {
        if (!doing) return;
        const what: Said = { kind: doing, claim: id, who };
        if (note) what.note = note;
        if (doing === 'correct') what.change = change;
        await say(what);
        set(null);
        onDone();
    };
    const start = (k: Kind) => {
        setChange({});
        set(k);
    };
    return (
        <section class="review" aria-label="Review">
            {!doing && (
                <span class="row">
                    {claim && (
                        <button type="button" class="button quiet" onClick={() => start('correct')}>
                            Correct
                        </button>
                    )}
                    {claim && (
                        <button type="button" class="button quiet" onClick={() => start('reject')}>
                            Reject
                        </button>
                    )}
                    <button type="button" class="button quiet" onClick={() => start('restore')}>
                        As it was coded
                    </button>
                </span>
            )}
            {doing === 'correct' && claim && <Correct claim={claim} change={change} set={setChange} />}
            {doing && <p class="why">{asks[doing]}</p>}
            {doing && <Sign label={words[doing]} send={send} cancel={() => set(null)} />}
        </section>
    );
}

const words: Record<Kind, string> = {
    correct: 'Correct it',
    reject: 'Reject it',
    restore: 'Restore it',
    merge: 'Merge',
    split: 'Split off',
};
const asks: Record<Kind, string> = {
    correct: 'What you change holds from now on; what was coded stays in the history.',
    reject: 'The claim will not hold: views, counts and exports leave it out. Its history stays.',
    restore: 'The claim will stand as the coder made it, whatever was said since.',
    merge: '',
    split: '',
};

function Correct({
    claim,
    change,
    set,
}: {
    claim: Claim;
    change: Record<string, unknown>;
    set: (c: Record<string, unknown>) => void;
}) {
    const now = <T,>(name: string, was: T): T => (name in change ? (change[name] as T) : was);
    const put = (name: string, value: unknown) => set({ ...change, [name]: value });
    const actors = now('actors', claim.actors);
    const recipients = now('recipients', claim.recipients);
    return (
        <div class="correct">
            <label>
                Event{' '}
                <select
                    value={now('event', claim.event)}
                    onChange={(e) => set({ ...change, event: e.currentTarget.value, mode: null })}
                >
                    {eventNames.map((n) => (
                        <option key={n} value={n}>
                            {n.toLowerCase()}
                        </option>
                    ))}
                </select>
            </label>
            <label>
                Mode{' '}
                <input
                    value={now('mode', claim.mode) ?? ''}
                    placeholder="none"
                    onInput={(e) => put('mode', e.currentTarget.value.trim() || null)}
                />
            </label>
            <label>
                Status{' '}
                <select value={now('status', claim.status)} onChange={(e) => put('status', e.currentTarget.value)}>
                    {statusNames.map((n) => (
                        <option key={n}>{n}</option>
                    ))}
                </select>
            </label>
            <label>
                Hedge{' '}
                <select value={now('hedge', claim.hedge)} onChange={(e) => put('hedge', e.currentTarget.value)}>
                    {Object.keys(hedges).map((n) => (
                        <option key={n}>{n}</option>
                    ))}
                </select>
            </label>
            <label>
                Day{' '}
                <input
                    type="date"
                    value={(change.when as { start?: string } | undefined)?.start ?? claim.when.start ?? ''}
                    onChange={(e) =>
                        e.currentTarget.value &&
                        put('when', { start: e.currentTarget.value, end: e.currentTarget.value, precision: 'day' })
                    }
                />
            </label>
            <Parties name="Actor" list={actors} put={(l) => put('actors', l)} />
            <Parties name="Recipient" list={recipients} put={(l) => put('recipients', l)} />
            <span class="row wide">
                <button
                    type="button"
                    class="button"
                    onClick={() => set({ ...change, actors: recipients, recipients: actors })}
                >
                    Swap actor and recipient
                </button>
                {claim.where && (
                    <label class="check">
                        <input
                            type="checkbox"
                            checked={'where' in change}
                            onChange={(e) => {
                                const { where: _, ...rest } = change;
                                set(e.currentTarget.checked ? { ...rest, where: null } : rest);
                            }}
                        />
                        not in {claim.where.name}
                    </label>
                )}
            </span>
        </div>
    );
}

function Parties({ name, list, put }: { name: string; list: Entity[]; put: (list: Partial<Entity>[]) => void }) {
    const [country, setCountry] = useState('');
    const [sector, setSector] = useState('');
    const add = () => {
        const code = country.trim() ? countryCode(country) : null;
        if (!code && !sector) return;
        put([...list, { country: code, sector: sector || null }]);
        setCountry('');
        setSector('');
    };
    return (
        <fieldset class="parties">
            <legend>{name}</legend>
            <ul class="chips">
                {list.map((e, i) => (
                    <li key={i}>
                        <button
                            type="button"
                            class="chip"
                            aria-label={`Take away ${name.toLowerCase()} ${partyName(e)}`}
                            onClick={() => put(list.filter((o) => o !== e))}
                        >
                            <bdi>
                                {partyName(e) ||
                                    [countryName(e.country), e.sector ? sectors[e.sector] : '']
                                        .filter(Boolean)
                                        .join(', ')}
                            </bdi>{' '}
                            ×
                        </button>
                    </li>
                ))}
            </ul>
            <span class="row">
                <input
                    list="review-countries"
                    aria-label={`${name}: country`}
                    placeholder="country"
                    value={country}
                    onInput={(e) => setCountry(e.currentTarget.value)}
                />
                <select
                    aria-label={`${name}: sector`}
                    value={sector}
                    onChange={(e) => setSector(e.currentTarget.value)}
                >
                    <option value="">any sector</option>
                    {Object.entries(sectors).map(([code, what]) => (
                        <option key={code} value={code}>
                            {what}
                        </option>
                    ))}
                </select>
                <button type="button" class="button" onClick={add}>
                    Add
                </button>
            </span>
            <datalist id="review-countries">
                {allCountries.map(([code, label]) => (
                    <option key={code} value={label} />
                ))}
            </datalist>
        </fieldset>
    );
}
