/* feeds.tsx: how the feeds of `masudi watch` stand. */
import { plural } from '../words';

export interface Standing {
    is: 'feed' | 'watch' | 'sink';
    name: string;
    url?: string;
    items?: number;
    ok?: number;
    next?: number;
    failed?: number;
    error?: string | null;
    alerts?: number;
    fresh?: number;
    last?: number;
    done?: number;
    open?: number;
    given_up?: number;
}

export const time = (ms: number | undefined) =>
    ms ? new Date(ms).toISOString().slice(0, 16).replace('T', ' ') : 'never';
export const ago = (ms: number | undefined) => {
    if (!ms) return 'never';
    const s = Math.max(0, Math.round((Date.now() - ms) / 1000));
    return s < 120
        ? `${s} s ago`
        : s < 7200
          ? `${Math.round(s / 60)} min ago`
          : s < 172800
            ? `${Math.round(s / 3600)} h ago`
            : `${Math.round(s / 86400)} days ago`;
};

export const FeedTable = ({ feeds }: { feeds: Standing[] }) => (
    <>
        {feeds.length === 0 && <p class="note">No feed has been read.</p>}
        {feeds.length > 0 && (
            <table class="plain">
                <thead>
                    <tr>
                        <th scope="col">Feed</th>
                        <th scope="col" class="num">
                            Items
                        </th>
                        <th scope="col">Answered</th>
                        <th scope="col">Next</th>
                        <th scope="col">Trouble</th>
                    </tr>
                </thead>
                <tbody>
                    {feeds.map((f) => (
                        <tr key={f.name} class={f.failed ? 'bad' : ''}>
                            <td dir="auto">{f.name}</td>
                            <td class="num">{f.items}</td>
                            <td title={time(f.ok)}>{ago(f.ok)}</td>
                            <td>{time(f.next)}</td>
                            <td>{f.failed ? `${plural(f.failed, 'failure')} in a row: ${f.error ?? ''}` : '–'}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        )}
    </>
);
