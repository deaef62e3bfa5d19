/* route.ts: all that the page shows stands in its address, after the #, which no server is told:
 *   #/VIEW/ID?NAME=VALUE&...
 * Names that choose claims are those of the interface and of `masudi db query`, and stay when the view changes. */
import { useEffect, useState } from 'preact/hooks';

export const choosing = [
    'text',
    'status',
    'event',
    'mode',
    'actor',
    'recipient',
    'country',
    'attribution',
    'place',
    'from',
    'to',
    'document',
    'story',
] as const;
export type Choosing = (typeof choosing)[number];

export interface Route {
    view: string;
    id: string;
    query: URLSearchParams;
}

export type Changes = Record<string, string | string[] | null>;

export function parseRoute(hash: string): Route {
    const [path = '', query = ''] = split(hash.replace(/^#\/?/, ''), '?');
    const [view = '', id = ''] = split(path, '/');
    return { view: view || 'claims', id: safeDecode(id), query: new URLSearchParams(query) };
}

function split(s: string, at: string): [string, string] {
    const i = s.indexOf(at);
    return i < 0 ? [s, ''] : [s.slice(0, i), s.slice(i + 1)];
}

function safeDecode(s: string): string {
    try {
        return decodeURIComponent(s);
    } catch {
        return s;
    }
}

export function routeText(r: Route): string {
    const q = r.query.toString();
    return `#/${r.view}${r.id ? `/${encodeURIComponent(r.id)}` : ''}${q ? `?${q}` : ''}`;
}

export const here = (): Route => parseRoute(location.hash);

export function useRoute(): Route {
    const [route, set] = useState(here);
    useEffect(() => {
        const changed = () => set(here());
        addEventListener('hashchange', changed);
        addEventListener('masudi:route', changed);
        return () => {
            removeEventListener('hashchange', changed);
            removeEventListener('masudi:route', changed);
        };
    }, []);
    return route;
}

/* What chooses claims, in one order, so that the same choice is the same text. */
export function choice(query: URLSearchParams): URLSearchParams {
    const out = new URLSearchParams();
    for (const name of choosing) for (const v of query.getAll(name)) if (v) out.append(name, v);
    return out;
}

export function withChanges(query: URLSearchParams, changes: Changes): URLSearchParams {
    const out = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) {
        out.delete(name);
        if (Array.isArray(value)) value.forEach((v) => v && out.append(name, v));
        else if (value) out.append(name, value);
    }
    return out;
}

/* The address of another view over the same choice of claims. */
export const viewLink = (view: string, query: URLSearchParams, id = '', changes: Changes = {}): string =>
    routeText({ view, id, query: withChanges(choice(query), changes) });

export function go(to: string, how: 'push' | 'replace' = 'push'): void {
    if (to === location.hash) return;
    if (how === 'push') history.pushState(null, '', to);
    else history.replaceState(null, '', to);
    dispatchEvent(new Event('masudi:route'));
}

/* Changes the state of the view at hand. */
export function change(changes: Changes, how: 'push' | 'replace' = 'push'): void {
    const r = here();
    go(routeText({ ...r, query: withChanges(r.query, changes) }), how);
}

export function toggle(name: string, value: string): void {
    const had = here().query.getAll(name);
    change({ [name]: had.includes(value) ? had.filter((v) => v !== value) : [...had, value] });
}
