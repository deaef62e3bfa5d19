/* build.mjs [FOLDER]: bundles the page into ../build/page, which the program takes in when it is built (tools/embed.c).
 * Everything is made aside first, so that a build that fails leaves nothing half-made. */
import { build } from 'esbuild';
import { readFileSync, writeFileSync, rmSync, mkdirSync, renameSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bordersOf } from './borders.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, '..', 'build', 'page');
const made = `${out}.new`;

rmSync(made, { recursive: true, force: true });
mkdirSync(made, { recursive: true });
await build({
    entryPoints: [join(here, 'src', 'main.tsx'), join(here, 'src', 'early.ts')],
    outdir: made,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome100', 'firefox100', 'safari15.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
});
writeFileSync(join(made, 'world.json'), JSON.stringify(bordersOf(here)));
writeFileSync(join(made, 'licences.txt'), licences());
writeFileSync(join(made, 'index.html'), readFileSync(join(here, 'src', 'index.html')));
rmSync(out, { recursive: true, force: true });
renameSync(made, out);

let packed = 0;
for (const name of readdirSync(out)) packed += gzipSync(readFileSync(join(out, name)), { level: 9 }).length;
console.log(`page: ${Math.round(packed / 1000)} kB packed`);

/* The libraries that end up in the bundle ask that their notices go along. */
function licences() {
    const lock = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8'));
    const parts = ['This page holds code of these packages, under their licences.\n'];
    for (const [path, entry] of Object.entries(lock.packages)) {
        if (!path || entry.dev || /esbuild/.test(path)) continue;
        const dir = join(here, path);
        const file = safeList(dir).find((f) => /^licen[cs]e/i.test(f));
        parts.push(`\n---- ${path.replace('node_modules/', '')} ${entry.version} (${entry.license}) ----\n`);
        if (file) parts.push(readFileSync(join(dir, file), 'utf8'));
    }
    parts.push('\n---- borders ----\nMade with Natural Earth, public domain (naturalearthdata.com).\n');
    return parts.join('\n');
}

function safeList(dir) {
    try {
        return readdirSync(dir);
    } catch {
        return [];
    }
}
