/* views.mjs: what each view of the page must do. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { masudi, masudiMeanwhile, serve } from './browser.mjs';
import { manyClaims } from './many.mjs';

const text = (page, selector) => page.locator(selector).first().innerText();
const rows = (page) => page.locator('.body .row:not(.waiting)');

async function saved(page, click) {
    const [file] = await Promise.all([page.waitForEvent('download'), click()]);
    return readFileSync(await file.path(), 'utf8');
}

export const tests = {
    async claims({ page, at, shot, accessible }) {
        await at('#/claims');
        const n = await rows(page).count();
        assert.ok(n > 15, `${n} rows`);
        assert.match(await text(page, '.count'), /^\d+ claims/);
        assert.ok((await page.locator('.facet').count()) >= 6, 'facets');
        await shot('claims');
        await accessible();
    },

    async columns_are_chosen({ page, at, accessible }) {
        await at('#/claims');
        assert.equal(await page.locator('.row.head .cell').count(), 8);
        await page.locator('.column-chooser summary').click();
        await page.getByLabel('Who says so').last().uncheck();
        await page.waitForURL(/hide=/);
        assert.equal(await page.locator('.row.head .cell').count(), 7);
        assert.equal(await page.locator('.body .row').first().locator('.cell').count(), 7);
        await accessible();
    },

    async choosing_keeps_to_what_was_chosen({ page, at, shot }) {
        await at('#/claims');
        await page.locator('.facet-row', { hasText: 'denied' }).click();
        await page.waitForLoadState('networkidle');
        assert.match(page.url(), /status=denied/);
        await page.waitForFunction(() =>
            [...document.querySelectorAll('.body .c-status')].every((c) => c.textContent.trim() === 'denied'),
        );
        assert.ok((await rows(page).count()) >= 1);
        await page.locator('.facet-row', { hasText: 'considered' }).click();
        await page.waitForFunction(() => document.querySelector('.body')?.textContent.includes('considered'));
        await shot('claims-chosen');
        await page.goBack();
        await page.waitForFunction(
            () =>
                !location.hash.includes('considered') &&
                !document.querySelector('.body')?.textContent.includes('considered'),
        );
        await page.getByRole('button', { name: 'Clear all' }).click();
        assert.doesNotMatch(page.url(), /status=/);
    },

    async words_are_looked_for({ page, at }) {
        await at('#/claims');
        await page.keyboard.press('/');
        await page.keyboard.type('embassy');
        await page.waitForURL(/text=embassy/);
        await page.waitForFunction(
            () =>
                [...document.querySelectorAll('.body .c-sentence')].length > 0 &&
                document.querySelectorAll('.body .row').length < 10,
        );
        await at('#/claims?text=nothingofthekind');
        assert.match(await text(page, 'main .state h2'), /No claim passes/);
    },

    async keys_lead_to_the_evidence({ page, at, shot, accessible }) {
        await at('#/claims?actor=PER');
        await page.locator('.grid').focus();
        await page.keyboard.press('j');
        await page.keyboard.press('Enter');
        await page.locator('.evidence-text .r-act').first().waitFor();
        assert.match(page.url(), /claim=[0-9a-f]{32}/);
        assert.equal(await page.locator('.body .row.chosen').count(), 1);
        assert.ok((await page.locator('.evidence-facts .fact').count()) >= 4);
        assert.match(await text(page, '.evidence-facts'), /Rule/);
        await shot('evidence');
        await accessible();
        const before = page.url();
        await page.locator('.grid').focus();
        await page.keyboard.press('ArrowDown');
        await page.waitForFunction((u) => location.href !== u, before);
        await page.keyboard.press('Escape');
        assert.doesNotMatch(page.url(), /claim=/);
    },

    async pasted_text({ page, at, shot, accessible, context, base }) {
        await at('#/text');
        await shot('text-empty');
        await page
            .locator('#paste-text')
            .fill(
                'Ecuador is considering closing its embassy in Lima, 3 officials said on Tuesday.\n\nPeru denied shelling the village.',
            );
        await page.locator('#paste-date').fill('2026-03-03');
        await page.getByRole('button', { name: 'Code it' }).click();
        await page.locator('.read-text .r-act').first().waitFor();
        assert.match(page.url(), /[?&]t=/);
        for (const [role, words] of [
            ['actor', 'Ecuador'],
            ['act', 'closing'],
            ['source', '3 officials'],
            ['recipient', 'Lima|embassy'],
        ])
            assert.match(
                await page.locator(`.read-text .article .r-${role}`).first().innerText(),
                new RegExp(words),
                role,
            );
        assert.match(await text(page, '.claim-list .chosen'), /considered/);
        await page.locator('.claim-head', { hasText: 'denied' }).click();
        await page.waitForFunction(() =>
            document.querySelector('.read-text .article .r-act')?.textContent.includes('shelling'),
        );
        await shot('text');
        await accessible();
        await page.keyboard.press('e');
        const told = await saved(page, () =>
            page.getByRole('button', { name: 'JSON, the text with its claims' }).click(),
        );
        assert.equal(JSON.parse(told).claims.length, await page.locator('.claim-list > li').count());
        await page.keyboard.press('Escape');
        const other = await context.newPage();
        await other.goto(`${base}${new URL(page.url()).hash}`);
        await other.locator('.read-text .r-act').first().waitFor();
        assert.match(await other.locator('.article').innerText(), /Ecuador is considering/);
        await other.close();
    },

    async marks_stand_where_the_words_are({ page, at }) {
        /* Letters outside the basic plane are one code point and two units. */
        await at('#/text');
        await page
            .locator('#paste-text')
            .fill('\u{1F534}\u{1F534} Peru bombed a village in Ecuador on Monday, Brazil said.');
        await page.locator('#paste-date').fill('2026-03-03');
        await page.getByRole('button', { name: 'Code it' }).click();
        await page.locator('.read-text .article .r-act').first().waitFor();
        assert.match(await page.locator('.article .r-act').first().innerText(), /bombed$/);
        assert.match(await page.locator('.article .r-actor').first().innerText(), /Peru$/);
    },

    async stories({ page, at, shot, accessible }) {
        await at('#/stories');
        const cards = page.locator('.story-card');
        assert.ok((await cards.count()) >= 1, 'a story that several tell');
        await shot('stories');
        await accessible();
        await cards.first().click();
        await page.locator('.accounts .account').nth(1).waitFor();
        assert.match(await text(page, '.story-side'), /Where the accounts differ/);
        await shot('story');
        await accessible();
        await page.locator('.account-claim').first().click();
        await page.locator('.evidence-text .r-act').first().waitFor();
    },

    async map({ page, at, shot, accessible }) {
        await at('#/map');
        assert.ok((await page.locator('.blob').count()) >= 3, 'cities');
        assert.ok((await page.locator('.land').count()) > 200, 'borders');
        assert.match(await text(page, '.count'), /claims at \d+ places/);
        await shot('map');
        await accessible();
        await page.getByLabel('Period shown').focus();
        await page.keyboard.press('Home');
        await page.waitForURL(/on=2026-03/);
        await page.waitForLoadState('networkidle');
        assert.match(await text(page, '.count'), /2026-03/);
        await page.getByRole('button', { name: 'Play through time' }).click();
        await page.waitForURL(/on=2026-04/);
        await page.waitForURL(/on=2026-05/);
        await page.getByRole('button', { name: 'Pause' }).click();
        await page.getByRole('button', { name: 'Whole time' }).click();
        await page.locator('svg.map').focus();
        await page.keyboard.press('+');
        await page.keyboard.press('ArrowLeft');
        await page.waitForURL(/at=/);
        await page.locator('.as-list summary').click();
        await page.locator('.as-list button', { hasText: 'Kharkiv' }).click();
        await page.locator('.short-list .account-claim').first().waitFor();
        await shot('map-place');
        await accessible();
    },

    async dyads({ page, at, shot, accessible }) {
        await at('#/dyads');
        await page.waitForURL(/dyads\/[A-Z]{3}(%3E|>)[A-Z]{3}/);
        await page.locator('.chart').first().waitFor();
        await page.keyboard.press('e');
        assert.match(
            await text(page, 'dialog pre.command'),
            /masudi db series .*--actor [A-Z]{3} --recipient [A-Z]{3} --by dyad/,
        );
        const series = await saved(page, () => page.getByRole('button', { name: 'CSV, both series' }).click());
        assert.match(series, /^series,start,count/);
        await page.keyboard.press('Escape');
        await at('#/dyads/PER>ECU');
        await page.locator('.chart').first().waitFor();
        assert.match(await text(page, 'h1'), /Peru.*Ecuador/s);
        assert.ok((await page.locator('.chart .bar').count()) >= 2);
        await shot('dyads');
        await accessible();
        await page.getByRole('button', { name: 'day', exact: true }).click();
        await page.waitForURL(/each=day/);
        await page.locator('.as-table summary').first().click();
        await page.locator('.as-table a').first().click();
        await page.waitForURL(/#\/claims.*from=2026/);
        await rows(page).first().waitFor();
    },

    async network({ page, at, shot, accessible }) {
        await at('#/network');
        assert.ok((await page.locator('.node').count()) >= 4);
        await shot('network');
        await accessible();
        await page.locator('.node', { hasText: 'Peru' }).click();
        await page.waitForURL(/node=PER/);
        assert.match(await text(page, '.evidence h2'), /Peru/);
        await shot('network-node');
    },

    async health({ page, at, shot, accessible }) {
        await at('#/health');
        assert.match(await text(page, '.health'), /masudi 0\.1\.0/);
        assert.match(await text(page, '.health'), /CC BY 4\.0/);
        await shot('health');
        await accessible();
    },

    async export({ page, at, shot, accessible }) {
        await at('#/claims?event=ASSAULT&status=actual');
        await page.keyboard.press('e');
        await page.locator('dialog[open]').waitFor();
        const told = await text(page, 'dialog');
        assert.match(told, /masudi db query --store events\.db --status actual --event ASSAULT/);
        assert.match(told, /CC BY 4\.0/);
        await shot('export');
        await accessible();
        const lines = await saved(page, () => page.getByRole('button', { name: 'JSON Lines, whole claims' }).click());
        const claims = lines
            .trim()
            .split('\n')
            .map((l) => JSON.parse(l));
        assert.ok(claims.length >= 3 && claims.every((c) => c.event === 'ASSAULT' && c.status === 'actual'));
        const table = await saved(page, () => page.getByRole('button', { name: 'CSV, a row a claim' }).click());
        assert.match(table, /^id,doc,date/);
        await page.keyboard.press('Escape');
        await at('#/map');
        await page.keyboard.press('e');
        const picture = await saved(page, () => page.getByRole('button', { name: 'SVG, the picture' }).click());
        assert.match(picture, /^<svg/);
    },

    async the_command_gives_the_same({ page, at, build, store }) {
        await at('#/claims?actor=PER&status=actual&status=denied&from=2026-03-01&to=2026-03-31');
        await page.keyboard.press('e');
        const command = await text(page, 'dialog pre.command');
        const words = command.replace('events.db', store).split(' ').slice(1);
        const lines = masudi(build, ...words, '--out', 'jsonl')
            .trim()
            .split('\n');
        await page.keyboard.press('Escape');
        assert.equal(await text(page, '.count').then((t) => Number(/^\d+/.exec(t)[0])), lines.length);
    },

    async help_and_themes({ page, at, shot, accessible }) {
        await at('#/claims');
        await page.keyboard.press('?');
        await page.locator('dialog[open]').waitFor();
        await shot('help');
        await accessible();
        await page.keyboard.press('Escape');
        await page.locator('dialog').waitFor({ state: 'detached' });
        await page.keyboard.press('l');
        await page.keyboard.press('l');
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
        await page.reload();
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
        await page.keyboard.press('g');
        await page.keyboard.press('m');
        await page.waitForURL(/#\/map/);
    },

    async right_to_left_and_markup_are_words({ page, at, shot }) {
        await at('#/text/a7');
        const title = page.locator('.headline');
        await title.waitFor();
        assert.equal(await title.evaluate((e) => getComputedStyle(e).direction), 'rtl');
        await shot('right-to-left');
        await at('#/text/a10');
        await title.waitFor();
        assert.match(await title.innerText(), /<b>reopens<\/b>/);
    },

    async narrow_and_print({ page, at }) {
        await page.setViewportSize({ width: 420, height: 800 });
        await at('#/claims');
        assert.ok(
            await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
            'no sideways scrolling of the page',
        );
        await page.screenshot({ path: new URL('../../build/page-shots/narrow-claims.png', import.meta.url).pathname });
        await at('#/text/a1');
        await page.screenshot({ path: new URL('../../build/page-shots/narrow-text.png', import.meta.url).pathname });
        await page.setViewportSize({ width: 1000, height: 1300 });
        await at('#/claims');
        await page.emulateMedia({ media: 'print' });
        assert.equal(await page.locator('.facet-side').isVisible(), false);
        await page.screenshot({ path: new URL('../../build/page-shots/print-claims.png', import.meta.url).pathname });
    },

    async reviews({ page, at, shot, accessible, context }) {
        await at('#/claims?text=withdrew');
        await rows(page).first().click();
        const facts = page.locator('.evidence-facts');
        await facts.getByRole('button', { name: 'Correct' }).click();
        await page.locator('.correct select').first().selectOption('SANCTION');
        await page.getByRole('button', { name: 'Swap actor and recipient' }).click();
        await page.getByLabel('Your name').fill('anna');
        await page.getByLabel('Why').fill('a test');
        await shot('review');
        await accessible();
        await page.getByRole('button', { name: 'Correct it' }).click();
        await page.waitForFunction(() =>
            /sanction/.test(document.querySelector('.evidence-facts .facts')?.textContent ?? ''),
        );
        await page.locator('.body .row.chosen', { hasText: 'sanction' }).waitFor();
        assert.match(await text(page, '.fact:has(dt.r-recipient)'), /Peru/);
        await page.locator('.history summary').click();
        await page.locator('.history li').nth(1).waitFor();
        await shot('review-history');
        await facts.getByRole('button', { name: 'Reject' }).click();
        await page.getByRole('button', { name: 'Reject it' }).click();
        await page.waitForFunction(() =>
            /no longer holds/.test(document.querySelector('.evidence-facts')?.textContent ?? ''),
        );
        await facts.getByRole('button', { name: 'As it was coded' }).click();
        await page.getByRole('button', { name: 'Restore it' }).click();
        await page.waitForFunction(() =>
            /retreat/.test(document.querySelector('.evidence-facts .facts')?.textContent ?? ''),
        );
        await page.keyboard.press('Escape');
        await page.keyboard.press('e');
        const lines = await saved(page, () =>
            page.getByRole('button', { name: 'JSON Lines, all reviews, to train with' }).click(),
        );
        const said = lines
            .trim()
            .split('\n')
            .map((l) => JSON.parse(l));
        assert.deepEqual(
            said.map((r) => r.kind),
            ['correct', 'reject', 'restore'],
        );
        assert.ok(said.every((r) => r.who === 'anna' && r.coded.event === 'RETREAT'));
    },

    async stories_are_split_and_merged({ page, at, shot }) {
        await at('#/stories');
        await page.locator('.story-card').first().click();
        await page.locator('.account-one input').nth(2).check();
        await page.getByRole('button', { name: 'Split 1 chosen claim off' }).click();
        await page.getByLabel('Your name').fill('anna');
        await page.getByRole('button', { name: 'Split off', exact: true }).click();
        await page.waitForFunction(() => document.querySelectorAll('.account').length === 2);
        await page.getByRole('button', { name: 'Merge with another story' }).click();
        await page.locator('.merge-with option').nth(1).waitFor({ state: 'attached' });
        await page.locator('.merge-with select').selectOption({ index: 1 });
        await shot('story-merge');
        await page.getByRole('button', { name: 'Merge', exact: true }).click();
        await page.waitForFunction(() => document.querySelectorAll('.account').length === 3);
    },

    /* Two markers, one after the other, and the table out of it. */
    async a_sample_is_marked_twice({ page, at, shot, accessible }) {
        await at('#/proof?show=audit&size=20');
        assert.match(await text(page, 'main'), /Nothing of this sample is marked yet/);
        await at('#/proof?size=20');
        for (const [marker, wrong] of [
            ['anna', 3],
            ['ben', 4],
        ]) {
            if (marker === 'ben') await page.getByRole('button', { name: 'somebody else' }).click();
            await page.getByLabel('Who marks?').fill(marker);
            await page.getByRole('button', { name: 'Begin' }).click();
            for (let i = 0; i < 6; i++) {
                await page.waitForFunction(
                    (n) => document.querySelector('.mark-nav b')?.textContent === `${n} of 20`,
                    i + 1,
                );
                await page.locator('.marking .r-act.part').first().waitFor();
                if (i === wrong) await page.keyboard.press('0');
                else
                    for (let slot = 0; slot < 7; slot++) {
                        await page.keyboard.press('1');
                        await page.waitForFunction(
                            (n) => document.querySelectorAll('.slot [aria-pressed="true"]').length === n,
                            slot + 1,
                        );
                    }
                if (i === 2 && marker === 'anna') {
                    await shot('proof');
                    await accessible();
                }
                await page.keyboard.press('j');
            }
            await page.waitForLoadState('networkidle');
            await page.locator('.mark-nav .why', { hasText: '6 marked' }).waitFor();
            await at('#/proof?size=20');
            await page.locator('.mark-nav .why', { hasText: '6 marked' }).waitFor();
        }
        await page.getByRole('button', { name: 'What the marks say' }).click();
        await page.locator('.audit h1', { hasText: '6 claims, marked by anna, ben' }).waitFor();
        assert.match(await page.locator('.audit tr', { hasText: 'event' }).nth(0).innerText(), /6\s+0\.83/);
        await shot('audit');
        await accessible();
        const table = await saved(page, () => page.getByRole('button', { name: 'Markdown' }).click());
        assert.match(table, /\| event \| 6 \|/);
    },

    async a_token_is_asked_for({ page, build, store, dir, accessible }) {
        const tokens = join(dir, 'tokens');
        writeFileSync(tokens, 'a-token-of-our-own-1 read code\n');
        const server = await serve(build, '--store', store, '--tokens', tokens);
        try {
            await page.goto(`${server.base}#/claims`);
            await page.getByLabel('Token', { exact: true }).fill('a-token-of-our-own-1');
            await accessible();
            await page.getByRole('button', { name: 'Go on' }).click();
            await rows(page).first().waitFor();
            assert.equal(await page.evaluate(() => localStorage.getItem('masudi.token')), null);
        } finally {
            await server.stop();
        }
    },

    async without_a_store_texts_are_coded({ page, build }) {
        const server = await serve(build);
        try {
            for (const view of ['claims', 'stories', 'map', 'dyads', 'network', 'watches', 'proof', 'health']) {
                await page.goto('about:blank');
                await page.goto(`${server.base}#/${view}`);
                await page.locator('main .state, main .paste, main .tile').first().waitFor();
                await page.waitForLoadState('networkidle');
                assert.match(await text(page, 'main'), /No store is open|Nothing is watched|How right are/, view);
            }
            await page.goto(`${server.base}#/text`);
            await page.getByRole('button', { name: 'Try an example' }).click();
            await page.locator('.read-text .r-act').first().waitFor();
            assert.ok((await page.locator('.claim-list > li').count()) >= 3);
        } finally {
            await server.stop();
        }
    },

    async a_broken_server_is_told({ page, at, accessible }) {
        await page.route('**/api/claims?*', (r) =>
            r.fulfill({
                status: 500,
                contentType: 'application/problem+json',
                body: '{"type":"about:blank","title":"Internal error","status":500,"detail":"it failed"}',
            }),
        );
        await at('#/claims');
        assert.match(await text(page, '.state.failed'), /Internal error/);
        await accessible();
        await page.unroute('**/api/claims?*');
        await page.getByRole('button', { name: 'Try again' }).click();
        await rows(page).first().waitFor();
        await at('#/nonsense');
        assert.match(await text(page, 'main'), /no such view/);
        await at('#/text?t=AAAA');
        assert.match(await text(page, 'main'), /damaged/);
    },

    /* The whole way: a feed on loopback, a watch, its alert on the page, and what somebody says of it. */
    async a_feed_becomes_an_alert({ page, at, shot, accessible, build, store, dir }) {
        await at('#/watches');
        assert.match(await text(page, 'main'), /Nothing is watched here yet/);
        await shot('watches-empty');
        const day = new Date().toUTCString();
        const item =
            '<item><guid>n1</guid><title>Envoy told to go</title><pubDate>' +
            day +
            '</pubDate>' +
            '<description>Chile expelled the ambassador of Bolivia on Monday. Bolivia condemned the decision.</description></item>';
        const feed = createServer((q, r) => {
            if (q.url !== '/rss') return r.writeHead(404).end();
            r.writeHead(200, { 'content-type': 'application/rss+xml' });
            return r.end(
                '<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>' + item + '</channel></rss>',
            );
        });
        await new Promise((done) => feed.listen(0, '127.0.0.1', done));
        const config = join(dir, 'desk.watch');
        writeFileSync(
            config,
            'settings\n  allow 127.0.0.0/8\n  gap 500ms\n\n' +
                `feed wire\n  url http://127.0.0.1:${feed.address().port}/rss\n  every 5m\n\n` +
                `feed silent\n  url http://127.0.0.1:${feed.address().port}/nothing\n  every 5m\n\n` +
                'watch envoys\n  title Envoys told to go\n  event SANCTION\n  country CHL | BOL\n  deliver stdout\n',
        );
        await masudiMeanwhile(build, 'watch', config, '--store', store, '--once').finally(() => {
            feed.close();
            feed.closeAllConnections();
        });
        await at('#/watches');
        const card = page.locator('.alert-card');
        await card.first().waitFor();
        assert.match(await card.first().innerText(), /envoys[^]*Chile/);
        assert.match(await text(page, '.watch-side'), /silent[^]*failure[^]*wire/);
        await shot('watches');
        await accessible();
        await card.first().locator('.account-claim').first().click();
        await page.locator('.evidence-text .r-act').first().waitFor();
        assert.match(await page.locator('.evidence-text .r-act').first().innerText(), /expelled/);
        await page.keyboard.press('Escape');
        await card.first().getByRole('button', { name: 'Acknowledge' }).click();
        await page.waitForFunction(() => /acknowledged/.test(document.querySelector('.alert-card')?.textContent ?? ''));
        await page.getByRole('button', { name: 'new', exact: true }).click();
        await page.waitForFunction(() => /No alert/.test(document.querySelector('.watch-side')?.textContent ?? ''));
        assert.match(masudi(build, 'watch', 'alerts', '--store', store, '--out', 'jsonl'), /"state":"acknowledged"/);
    },

    async a_hundred_thousand_claims({ page, build, store, dir }) {
        const server = await serve(build, '--store', await manyClaims(build, store, dir));
        try {
            const first = [];
            for (let i = 0; i < 5; i++) {
                await page.goto('about:blank');
                const t = Date.now();
                await page.goto(`${server.base}#/claims`);
                await rows(page).first().waitFor();
                first.push(Date.now() - t);
                await page.waitForLoadState('networkidle');
            }
            assert.match(await text(page, '.count'), /^100,000 claims/);
            await page.evaluate(() => {
                window.long = [0];
                new PerformanceObserver((l) => l.getEntries().forEach((e) => window.long.push(e.duration))).observe({
                    entryTypes: ['longtask'],
                });
            });
            const t = Date.now();
            await page.locator('.grid').focus();
            await page.keyboard.press('End');
            await page.locator('#row-99999:not(.waiting)').waitFor({ timeout: 60000 });
            const end = Date.now() - t;
            const longest = await page.evaluate(() => Math.max(...window.long));
            const memory = await page.evaluate(() => Math.round(performance.memory.usedJSHeapSize / 1e6));
            first.sort((a, b) => a - b);
            console.log(
                `      100,000 claims: first rows after ${first[2]} ms (${first[0]} to ${first[4]}); all of them after ${end} ms, longest task ${Math.round(longest)} ms, ${memory} MB`,
            );
            assert.ok(first[2] < 1000, `first rows after ${first}`);
            assert.ok(longest < 500, `a task of ${longest} ms`);
        } finally {
            await server.stop();
        }
    },
};
