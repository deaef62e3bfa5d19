/* many.mjs: a store of 100,000 claims: those of our articles under further names, their days spread over three years. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { masudi } from './browser.mjs';

const named = (k, id) => createHash('md5').update(`${k} ${id}`).digest('hex');
const dayOf = (n) => new Date(Date.UTC(2023, 0, 1 + (n % 1095))).toISOString().slice(0, 10);

export async function manyClaims(build, store, dir, wanted = 100000) {
    const claims = masudi(build, 'db', 'query', '--store', store, '--out', 'jsonl')
        .trim()
        .split('\n')
        .map((l) => JSON.parse(l));
    const lines = join(dir, 'many.jsonl');
    const many = join(dir, 'many.db');
    const out = createWriteStream(lines);
    for (let n = 0, k = 0; n < wanted; k++) {
        let piece = '';
        for (const c of claims.slice(0, wanted - n)) {
            const doc = `${c.doc.id}-${k}`;
            const day = dayOf(k * 7 + c.doc.id.length);
            const when = c.when.precision === 'day' ? { ...c.when, start: day, end: day } : c.when;
            const links = c.links.map((l) => ({ ...l, event: named(k, l.event) }));
            piece += `${JSON.stringify({ ...c, id: named(k, c.id), doc: { ...c.doc, id: doc, date: day }, when, links })}\n`;
            n++;
        }
        if (!out.write(piece)) await once(out, 'drain');
    }
    out.end();
    await once(out, 'finish');
    masudi(build, 'db', 'import', '--quiet', '--store', many, lines);
    return many;
}
