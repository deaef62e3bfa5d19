/* history.tsx: what became of a claim. */
import { useState } from 'preact/hooks';
import { address, useGet } from '../api';

interface Entry {
    is?: string;
    revision?: number;
    event?: string;
    mode?: string | null;
    status?: string;
    coder?: string;
    model?: string;
    knowledge?: string;
    added?: string;
    superseded?: number;
    superseded_knowledge?: string | null;
}

export function History({ id }: { id: string }) {
    const [open, set] = useState(false);
    const { data } = useGet<{ history: Entry[] }>(open ? address(`claims/${encodeURIComponent(id)}`) : null);
    return (
        <details class="history" onToggle={(e) => set((e.target as HTMLDetailsElement).open)}>
            <summary>History</summary>
            <ol>
                {data?.history.map((h, i) => (
                    <li key={i}>
                        <time>{h.added?.slice(0, 16).replace('T', ' ')}</time> revision {h.revision}:{' '}
                        {h.event?.toLowerCase()}
                        {h.mode ? `-${h.mode}` : ''}, {h.status}
                        <span class="why">
                            {h.coder}, {h.model}, knowledge {h.knowledge}
                            {h.superseded ? '; superseded' : ''}
                        </span>
                    </li>
                ))}
            </ol>
            <p class="why">
                <code>{id}</code>
            </p>
        </details>
    );
}
