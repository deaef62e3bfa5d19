/* states.tsx: what stands where data will, does not, or cannot. */
import { type ComponentChildren } from 'preact';
import { type Problem } from '../api';

export const Loading = ({ what }: { what: string }) => (
    <div class="state" role="status">
        <span class="pulse" aria-hidden="true" />
        <p>Reading {what} …</p>
    </div>
);

export const Empty = ({ title, children }: { title: string; children?: ComponentChildren }) => (
    <div class="state" role="status">
        <h2>{title}</h2>
        {children}
    </div>
);

export const Failed = ({ error, again }: { error: Problem; again?: () => void }) => (
    <div class="state failed" role="alert">
        <h2>{error.message}</h2>
        {error.detail && <p>{error.detail}</p>}
        {again && (
            <button type="button" class="button" onClick={again}>
                Try again
            </button>
        )}
    </div>
);

/* A server without a store has nothing to show but the text view. */
export const noStore = (error: Problem | null): boolean => error?.status === 404 || error?.status === 503;

export const NoStore = () => (
    <Empty title="No store is open">
        <p>
            This server was started without one, so only <a href="#/text">texts can be coded</a>. To look at what was
            kept:
        </p>
        <pre class="command">masudi serve --store events.db</pre>
    </Empty>
);
