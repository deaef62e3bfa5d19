/* browser.mjs: what every test needs: a store of our own articles, a server over it, and Debian's Chromium. */
import { createRequire } from 'node:module';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '..', '..');
const require = createRequire(join(root, 'web', 'package.json'));

/* Not to be had: said, and no failure (exit status 77). */
export function skip(why) {
    console.log(`test/page: skipped: ${why}`);
    process.exit(77);
}

export function need(build) {
    const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
    if (!chromium) skip('no Chromium (Debian: chromium)');
    if (!existsSync(join(root, 'web', 'node_modules', 'playwright-core')))
        skip('no playwright-core (make test-page fetches it)');
    if (!existsSync(join(build, 'share', 'masudi', 'en.model'))) skip('no model (make data)');
    const page = readdirSync(join(root, 'build')).includes('page');
    if (!page) skip('no page (make page)');
    return chromium;
}

export async function startBrowser(chromium) {
    const { chromium: driver } = require('playwright-core');
    const args = ['--disable-gpu', '--force-prefers-reduced-motion'];
    if (process.getuid?.() === 0) args.push('--no-sandbox');
    return driver.launch({ executablePath: chromium, args });
}

export const axeSource = () => require.resolve('axe-core/axe.min.js');

export const scratch = () => mkdtempSync(join(tmpdir(), 'masudi-page-'));
export const away = (dir) => rmSync(dir, { recursive: true, force: true });

export function masudi(build, ...args) {
    return execFileSync(join(build, 'masudi'), args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        maxBuffer: 1 << 28,
    });
}

/* Resolves to { base, stop } once the server has told its address. */
export function serve(build, ...args) {
    const child = spawn(join(build, 'masudi'), ['serve', '--port', '0', ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((done) => child.once('exit', done));
    const stop = () => {
        child.kill('SIGTERM');
        return ended;
    };
    return new Promise((good, bad) => {
        let told = '';
        child.once('exit', (code) => bad(new Error(`masudi serve ended with ${code}`)));
        child.stdout.on('data', (d) => {
            told += d;
            const base = /http:\S+/.exec(told)?.[0];
            if (base) good({ base, stop });
        });
    });
}

/* The same while something here answers it; a feed that fails is no reason to stop. */
export function masudiMeanwhile(build, ...args) {
    return new Promise((good, bad) =>
        execFile(join(build, 'masudi'), args, { encoding: 'utf8', timeout: 60000 }, (e, out, err) =>
            e && e.code !== 1 ? bad(new Error(err || e.message)) : good(out),
        ),
    );
}
