/* glyph.tsx: a shape for each quad class and each status, so that nothing is told by colour alone. */
import { type JSX } from 'preact';
import { events, statuses, type Quad } from '../words';

const quadShape: Record<Quad, JSX.Element> = {
    'verbal-cooperation': <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.8" />,
    'material-cooperation': <circle cx="6" cy="6" r="4.8" fill="currentColor" />,
    'verbal-conflict': (
        <path d="M6 1.8 10.6 10H1.4Z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" />
    ),
    'material-conflict': <path d="M6 .9 11.5 10.6H.5Z" fill="currentColor" />,
};

const ring = <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.5" />;
const dashed = (
    <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2 1.6" />
);

const statusShape: Record<string, JSX.Element> = {
    actual: <circle cx="6" cy="6" r="5.2" fill="currentColor" />,
    historical: (
        <g>
            {ring}
            <path d="M6 3.2V6l2 1.6" fill="none" stroke="currentColor" stroke-width="1.4" />
        </g>
    ),
    planned: (
        <g>
            {ring}
            <path d="M6 1.4a4.6 4.6 0 0 1 0 9.2Z" fill="currentColor" />
        </g>
    ),
    considered: (
        <g>
            {ring}
            <circle cx="6" cy="6" r="1.8" fill="currentColor" />
        </g>
    ),
    threatened: (
        <g>
            <path d="M6 1.2 11 10.4H1Z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" />
            <path d="M6 4.4v3M6 8.4v1" stroke="currentColor" stroke-width="1.3" />
        </g>
    ),
    requested: (
        <g>
            {ring}
            <path d="M3.6 6h4.4M6.4 4.2 8.3 6 6.4 7.8" fill="none" stroke="currentColor" stroke-width="1.3" />
        </g>
    ),
    possible: dashed,
    conditional: <path d="M6 1 11 6 6 11 1 6Z" fill="none" stroke="currentColor" stroke-width="1.5" />,
    attempted: (
        <g>
            {ring}
            <path d="M6 6V1.4A4.6 4.6 0 0 1 10.6 6Z" fill="currentColor" />
        </g>
    ),
    negated: (
        <g>
            {ring}
            <path d="M2.9 9.1 9.1 2.9" stroke="currentColor" stroke-width="1.5" />
        </g>
    ),
    denied: (
        <g>
            {ring}
            <path d="M4 4l4 4M8 4 4 8" stroke="currentColor" stroke-width="1.4" />
        </g>
    ),
};

const draw = (shape: JSX.Element | undefined) => (
    <svg class="glyph" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
        {shape ?? ring}
    </svg>
);

export const quadOf = (event: string): Quad => events[event]?.[0] ?? 'verbal-cooperation';

export const QuadGlyph = ({ quad }: { quad: Quad }) => <span class={`q ${quad}`}>{draw(quadShape[quad])}</span>;

export const EventTag = ({ event, mode }: { event: string; mode?: string | null }) => (
    <span class={`event q ${quadOf(event)}`} title={`${event}${mode ? `-${mode}` : ''}: ${events[event]?.[1] ?? ''}`}>
        {draw(quadShape[quadOf(event)])}
        <span class="event-name">{event.toLowerCase()}</span>
        {mode && <span class="mode"> {mode}</span>}
    </span>
);

export const StatusTag = ({ status }: { status: string }) => (
    <span class={`status s-${statuses[status]?.[0] ?? 'open'}`} title={statuses[status]?.[1]}>
        {draw(statusShape[status])}
        <span>{status}</span>
    </span>
);

const paths: Record<string, string> = {
    claims: 'M2 3.5h12M2 8h12M2 12.5h8',
    stories: 'M3 2.5h4.5v11H3zM8.5 2.5H13v11H8.5z',
    map: 'M8 14.5S3 9.6 3 6.4a5 5 0 0 1 10 0C13 9.6 8 14.5 8 14.5ZM8 8a1.7 1.7 0 1 0 0-3.4A1.7 1.7 0 0 0 8 8Z',
    dyads: 'M2 13V8.5M6 13V5M10 13V9.5M14 13V2.5',
    network:
        'M4 12.5 8 4l4.5 7M4 12.5h8.5M4 14a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM12.5 13a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM8 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z',
    watches: 'M8 2.2a4 4 0 0 1 4 4c0 3.6 1.4 4.8 1.4 4.8H2.6S4 9.8 4 6.2a4 4 0 0 1 4-4ZM6.6 13.4a1.5 1.5 0 0 0 2.8 0',
    proof: 'M2.5 8.5 6 12l7.5-8M2.5 2.5h6',
    text: 'M3 13.5 4 10l7.5-7.5 2.5 2.5L6.5 12.500ZM10 4l2.5 2.5',
    health: 'M1.5 8.500h3l2-5 3 9 2-4h3',
    filter: 'M2 3.500h12M4.5 8h7M6.5 12.500h3',
    close: 'M3.5 3.500l9 9M12.5 3.500l-9 9',
    export: 'M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.500h11',
    theme: 'M8 2.500a5.5 5.5 0 1 0 0 11ZM8 2.500a5.5 5.5 0 0 1 0 11',
    help: 'M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.600M8 12.200v.6',
    play: 'M4.5 3l8 5-8 5Z',
    pause: 'M5 3v10M11 3v10',
    plus: 'M8 3v10M3 8h10',
    minus: 'M3 8h10',
    home: 'M2.5 8 8 3l5.5 5M4.5 6.500v6.500h7V6.5',
    next: 'M6 3l5 5-5 5',
    back: 'M10 3 5 8l5 5',
};

export const Icon = ({ name }: { name: string }) => (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        <path
            d={paths[name] ?? ''}
            fill="none"
            stroke="currentColor"
            stroke-width="1.4"
            stroke-linecap="round"
            stroke-linejoin="round"
        />
    </svg>
);
