/* run.mjs [BUILD]: the page in a real browser, over a store of our own articles: each view, its keys, its address, what a
 * screen reader is told (axe-core), light and dark, and that nobody but the server is asked. Screenshots of every view go to
 * build/page-shots/, for people to look at. Ends with "N passed, N failed". */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { away, axeSource, here, masudi, need, root, scratch, serve, startBrowser } from './browser.mjs';
import { tests } from './views.mjs';

const build = resolve(process.argv[2] ?? join(root, 'build'));
const only = process.argv.slice(3);
const chromium = need(build);
const dir = scratch();
const store = join(dir, 'page.db');
const shots = join(root, 'build', 'page-shots');
mkdirSync(shots, { recursive: true });

masudi(
    build,
    'code',
    '--store',
    store,
    '--out',
    'none',
    '--quiet',
    '--licence',
    'CC BY 4.0',
    '--credit',
    'the makers of Masudi',
    join(here, 'articles.jsonl'),
);
masudi(build, 'db', 'stories', '--store', store, '--out', 'jsonl');
const axeCode = readFileSync(axeSource(), 'utf8');
const server = await serve(build, '--store', store);
const browser = await startBrowser(chromium);

let passed = 0;
let failed = 0;
for (const [name, test] of Object.entries(tests)) {
    if (only.length && !only.includes(name)) continue;
    const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        colorScheme: 'light',
        acceptDownloads: true,
    });
    const page = await context.newPage();
    const wrong = [];
    page.on('pageerror', (e) => wrong.push(`error in the page: ${e.message}`));
    page.on('request', (r) => {
        if (!/^http:\/\/127\.0\.0\.1:/.test(r.url()) && !/^(data|blob|about):/.test(r.url()))
            wrong.push(`asked for ${r.url()}`);
    });
    page.on('console', (m) => {
        if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) wrong.push(`console: ${m.text()}`);
    });
    const at = async (hash) => {
        await page.goto('about:blank');
        await page.goto(`${server.base}${hash}`);
        await page.waitForLoadState('networkidle');
    };
    const shot = async (as) => {
        for (const theme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme: theme });
            await page.screenshot({ path: join(shots, `${as}-${theme}.png`) });
        }
        await page.emulateMedia({ colorScheme: 'light' });
    };
    /* No problem that axe-core calls serious or worse, in either theme. */
    const accessible = async () => {
        for (const theme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme: theme });
            if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCode);
            const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
            const bad = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
            assert.deepEqual(
                bad.map(
                    (v) =>
                        `${theme}: ${v.id}: ${v.nodes
                            .slice(0, 3)
                            .map((n) => n.html.slice(0, 160))
                            .join(' | ')}`,
                ),
                [],
            );
        }
        await page.emulateMedia({ colorScheme: 'light' });
    };
    try {
        await test({ page, context, browser, at, shot, accessible, build, store, base: server.base, dir });
        assert.deepEqual(wrong, []);
        passed++;
        console.log(`ok    ${name}`);
    } catch (e) {
        failed++;
        console.log(`FAIL  ${name}: ${e.stack ?? e}`);
        await page.screenshot({ path: join(shots, `failed-${name}.png`) }).catch(() => undefined);
    }
    await context.close();
}
await browser.close();
await server.stop();
away(dir);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
