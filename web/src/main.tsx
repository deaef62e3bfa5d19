/* main.tsx: the frame: where one is, what is chosen, and the view. */
import './style.css';
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { setToken, token } from './api';
import { Dialog } from './part/dialog';
import { Export } from './part/export';
import { Chips, Facets, Words } from './part/filters';
import { Icon } from './part/glyph';
import { useKeys } from './part/keys';
import { Help } from './part/help';
import { choice, go, useRoute, viewLink, type Route } from './route';
import { Claims } from './view/claims';
import { Dyads } from './view/dyads';
import { Health } from './view/health';
import { MapView } from './view/map';
import { Network } from './view/network';
import { Proof } from './view/proof';
import { Stories } from './view/stories';
import { Text } from './view/text';
import { Watches } from './view/watches';
import { Empty } from './part/states';

const views: [string, string, string][] = [
    ['claims', 'Claims', 'c'],
    ['stories', 'Stories', 's'],
    ['map', 'Map', 'm'],
    ['dyads', 'Dyads', 'd'],
    ['network', 'Network', 'n'],
    ['watches', 'Watches', 'w'],
    ['proof', 'Proof', 'p'],
    ['text', 'Text', 't'],
    ['health', 'Health', 'h'],
];
const choosers = ['claims', 'stories', 'map', 'dyads', 'network', 'proof'];

type Theme = 'auto' | 'light' | 'dark';
const themes: Theme[] = ['auto', 'light', 'dark'];

function kept(name: string): string | null {
    try {
        return localStorage.getItem(name);
    } catch {
        return null;
    }
}

function keep(name: string, value: string): void {
    try {
        localStorage.setItem(name, value);
    } catch {
        /* only for this page, then */
    }
}

let theme: Theme = (kept('masudi.theme') as Theme | null) ?? 'auto';

/* early.ts sees to it that the page follows. */
function useTheme(): [Theme, () => void] {
    const [shown, set] = useState<Theme>(theme);
    const next = () => {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length] as Theme;
        keep('masudi.theme', theme);
        dispatchEvent(new Event('masudi:theme'));
        set(theme);
    };
    return [shown, next];
}

type Over = '' | 'help' | 'export' | 'locked';

/* One key after another: g, then the letter of a view. */
function useShortcuts(route: Route, does: Record<string, () => void>): void {
    const before = useRef('');
    useKeys((e) => {
        const view = views.find((v) => v[2] === e.key);
        const leads = before.current === 'g' && view;
        before.current = e.key;
        if (!leads && !does[e.key]) return;
        e.preventDefault();
        if (leads) go(viewLink(view[0], route.query));
        else does[e.key]?.();
    });
}

function App() {
    const route = useRoute();
    const [theme, nextTheme] = useTheme();
    const [over, show] = useState<Over>('');
    const [wide, setWide] = useState(() => kept('masudi.facets') !== 'no' && innerWidth > 900);
    const [turn, setTurn] = useState(0);
    const flip = () =>
        setWide((w) => {
            keep('masudi.facets', w ? 'no' : 'yes');
            return !w;
        });
    useShortcuts(route, {
        '?': () => show('help'),
        e: () => show('export'),
        l: nextTheme,
        f: flip,
        '/': () => document.getElementById('words')?.focus(),
    });
    useEffect(() => {
        const locked = () => show('locked');
        addEventListener('masudi:locked', locked);
        return () => removeEventListener('masudi:locked', locked);
    }, []);
    const title = views.find(([v]) => v === route.view)?.[1];
    useEffect(() => {
        document.title = title ? `${title} · Masudi` : 'Masudi';
    }, [title]);
    const chooses = choosers.includes(route.view) && !(route.view === 'stories' && route.id);
    return (
        <>
            <a
                class="skip"
                href="#main"
                onClick={(e) => {
                    e.preventDefault();
                    document.getElementById('main')?.focus();
                }}
            >
                To the content
            </a>
            <header class="top">
                <a class="wordmark" href={viewLink('claims', route.query)} aria-label="Masudi, to the claims">
                    Masudi
                </a>
                <nav aria-label="Views">
                    {views.map(([view, name, key]) => (
                        <a
                            key={view}
                            href={viewLink(
                                view,
                                choosers.includes(view) ? route.query : new URLSearchParams(choice(route.query)),
                            )}
                            aria-current={view === route.view ? 'page' : undefined}
                            title={`${name} (g ${key})`}
                        >
                            <Icon name={view} />
                            <span>{name}</span>
                        </a>
                    ))}
                </nav>
                <div class="tools">
                    <button
                        type="button"
                        class="icon-button"
                        onClick={() => show('export')}
                        aria-label="Take it with you (e)"
                        title="Take it with you (e)"
                    >
                        <Icon name="export" />
                    </button>
                    <button
                        type="button"
                        class="icon-button"
                        onClick={nextTheme}
                        aria-label={`Colours: ${theme} (l)`}
                        title={`Colours: ${theme} (l)`}
                    >
                        <Icon name="theme" />
                    </button>
                    <button
                        type="button"
                        class="icon-button"
                        onClick={() => show('help')}
                        aria-label="Keys and signs (?)"
                        title="Keys and signs (?)"
                    >
                        <Icon name="help" />
                    </button>
                </div>
            </header>
            {chooses && (
                <div class="choice" role="search">
                    <button
                        type="button"
                        class="button quiet"
                        aria-expanded={wide}
                        aria-controls="facets"
                        onClick={flip}
                    >
                        <Icon name="filter" /> Choose
                    </button>
                    <Words query={route.query} />
                    <Chips query={route.query} />
                </div>
            )}
            <div class={`frame ${chooses && wide ? 'with-facets' : ''}`} key={turn}>
                <View route={route} facets={chooses && wide} />
            </div>
            {over === 'help' && <Help close={() => show('')} />}
            {over === 'export' && <Export route={route} close={() => show('')} />}
            {over === 'locked' && (
                <Locked
                    done={() => {
                        show('');
                        setTurn((n) => n + 1);
                    }}
                />
            )}
        </>
    );
}

function View({ route, facets }: { route: Route; facets: boolean }) {
    /* The claims themselves come first; what is counted beside them can wait. */
    const [ready, setReady] = useState(false);
    const { view, id, query } = route;
    return (
        <>
            {facets && (
                <aside id="facets" class="facet-side" aria-label="Choices" tabIndex={0}>
                    <Facets query={query} wait={view === 'claims' && !ready} />
                </aside>
            )}
            <main id="main" tabIndex={-1}>
                {view === 'claims' && <Claims query={query} onReady={() => setReady(true)} />}
                {view === 'stories' && <Stories id={id} query={query} />}
                {view === 'map' && <MapView query={query} />}
                {view === 'dyads' && <Dyads id={id} query={query} />}
                {view === 'network' && <Network query={query} />}
                {view === 'watches' && <Watches query={query} />}
                {view === 'proof' && <Proof query={query} />}
                {view === 'text' && <Text id={id} query={query} />}
                {view === 'health' && <Health />}
                {!views.some(([v]) => v === view) && (
                    <Empty title="There is no such view">
                        <p>
                            <a href="#/claims">To the claims</a>
                        </p>
                    </Empty>
                )}
            </main>
        </>
    );
}

function Locked({ done }: { done: () => void }) {
    const [value, set] = useState(token() ?? '');
    return (
        <Dialog title="This server asks for a token" close={done}>
            <form
                onSubmit={(e) => {
                    e.preventDefault();
                    setToken(value.trim());
                    done();
                }}
            >
                <p class="why">It was given to you by whoever keeps the server. It is kept in this window alone.</p>
                <label for="token">Token</label>
                <div class="row">
                    <input
                        id="token"
                        type="password"
                        autocomplete="off"
                        value={value}
                        onInput={(e) => set(e.currentTarget.value)}
                    />
                    <button type="submit" class="button main">
                        Go on
                    </button>
                </div>
            </form>
        </Dialog>
    );
}

render(<App />, document.getElementById('app') as HTMLElement);
