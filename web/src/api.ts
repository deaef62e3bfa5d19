/* api.ts: asks the server that the page came from, and nobody else. */
import { useEffect, useRef, useState } from 'preact/hooks';

export class Problem extends Error {
    constructor(
        readonly status: number,
        title: string,
        readonly detail: string,
    ) {
        super(title);
    }
}

const tokenKey = 'masudi.token';

export function token(): string | null {
    try {
        return sessionStorage.getItem(tokenKey);
    } catch {
        return null;
    }
}

export function setToken(t: string): void {
    try {
        if (t) sessionStorage.setItem(tokenKey, t);
        else sessionStorage.removeItem(tokenKey);
    } catch {
        /* kept for this page alone is not to be had */
    }
    dispatchEvent(new Event('masudi:token'));
}

function headers(more: Record<string, string> = {}): Record<string, string> {
    const t = token();
    return t ? { ...more, Authorization: `Bearer ${t}` } : more;
}

async function problemOf(r: Response): Promise<Problem> {
    const told = await r.json().catch(() => ({}));
    if (r.status === 401) dispatchEvent(new Event('masudi:locked'));
    return new Problem(r.status, told.title ?? r.statusText ?? 'Error', told.detail ?? '');
}

async function ask(path: string, init: RequestInit): Promise<Response> {
    let r: Response;
    try {
        r = await fetch(path, init);
    } catch (e) {
        if (init.signal?.aborted) throw e;
        throw new Problem(0, 'The server does not answer', 'Is masudi serve still running?');
    }
    if (!r.ok) throw await problemOf(r);
    return r;
}

export function address(path: string, query?: URLSearchParams | Record<string, string>): string {
    const q = query instanceof URLSearchParams ? query : new URLSearchParams(query ?? {});
    const s = q.toString();
    return `/api/${path}${s ? `?${s}` : ''}`;
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await ask(path, { headers: headers(), signal: signal ?? null })).json() as Promise<T>;
}

export async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    const r = await ask(path, {
        method: 'POST',
        headers: headers({ 'Content-Type': 'application/json' }),
        body: JSON.stringify(body),
        signal: signal ?? null,
    });
    return r.json() as Promise<T>;
}

/* Whole, as lines of JSON or as it comes. */
export async function download(path: string, accept: string, signal?: AbortSignal): Promise<Blob> {
    return (await ask(path, { headers: headers({ Accept: accept }), signal: signal ?? null })).blob();
}

export interface Loaded<T> {
    data: T | null;
    error: Problem | null;
    loading: boolean;
    again: () => void;
}

/* Loads when `key` changes; what was there before stays until the new has come, so that nothing flickers. */
export function useLoad<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
    const [state, set] = useState<{ data: T | null; error: Problem | null; loading: boolean }>({
        data: null,
        error: null,
        loading: key !== null,
    });
    const [turn, setTurn] = useState(0);
    const last = useRef(load);
    last.current = load;
    useEffect(() => {
        if (key === null) {
            set({ data: null, error: null, loading: false });
            return undefined;
        }
        const stop = new AbortController();
        set((s) => ({ ...s, error: null, loading: true }));
        last.current(stop.signal).then(
            (data) => !stop.signal.aborted && set({ data, error: null, loading: false }),
            (e: unknown) =>
                !stop.signal.aborted &&
                set({ data: null, error: e instanceof Problem ? e : new Problem(0, String(e), ''), loading: false }),
        );
        return () => stop.abort();
    }, [key, turn]);
    return { ...state, again: () => setTurn((n) => n + 1) };
}

export const useGet = <T>(path: string | null): Loaded<T> =>
    useLoad<T>(path, (signal) => get<T>(path as string, signal));
