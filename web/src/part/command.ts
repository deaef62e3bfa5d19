/* command.ts: what the page shows, as the command that prints the same. */
import { choice, choosing, type Route } from '../route';

const quoted = (v: string): string => (/^[\w.:,>-]+$/.test(v) ? v : `'${v.replaceAll("'", "'\\''")}'`);

export function options(query: URLSearchParams, names: readonly string[] = choosing): string {
    const out: string[] = [];
    for (const name of names) {
        const values = query.getAll(name).filter(Boolean);
        /* Values without a comma of their own can stand together. */
        if (values.length > 1 && values.every((v) => !v.includes(',')) && name !== 'text')
            out.push(`--${name} ${quoted(values.join(','))}`);
        else for (const v of values) out.push(`--${name} ${quoted(v)}`);
    }
    return out.join(' ');
}

const line = (...parts: string[]): string => parts.filter(Boolean).join(' ');

export function commandOf(route: Route, store = 'events.db'): string {
    const q = choice(route.query);
    const at = `--store ${store}`;
    switch (route.view) {
        case 'stories':
            return route.id
                ? line('masudi db stories', route.id, at)
                : line('masudi db stories', at, options(q), `--least ${route.query.get('least') ?? '2'}`);
        case 'map':
            return line('masudi db query', at, options(q), q.has('status') ? '' : '--all-status', '--out geojson');
        case 'network':
            return line('masudi db export', at, options(q), q.has('status') ? '' : '--all-status', '--out gexf');
        case 'dyads': {
            const [a, b] = route.id.split('>');
            if (a) q.set('actor', a);
            if (b) q.set('recipient', b);
            return line(
                'masudi db series',
                at,
                options(q),
                '--by dyad',
                `--each ${route.query.get('each') ?? 'month'}`,
                '--out csv',
            );
        }
        case 'health':
            return line('masudi db stats', at);
        case 'proof':
            return line(
                'masudi db sample',
                at,
                options(q),
                options(route.query, ['size', 'seed', 'by']) || '--size 100',
                '-o sheet.csv',
            );
        case 'watches':
            return line('masudi watch alerts', at, options(route.query, ['state', 'watch']));
        case 'text':
            return route.id ? line('masudi db query', at, `--document ${quoted(route.id)}`) : 'masudi code article.txt';
        default:
            return line('masudi db query', at, options(q));
    }
}
