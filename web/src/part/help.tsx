/* help.tsx: the keys, and what the shapes stand for. */
import { events, quadNames, quads, statuses, statusNames } from '../words';
import { Dialog } from './dialog';
import { EventTag, QuadGlyph, StatusTag } from './glyph';

const keys: [string, string][] = [
    ['g, then c s m d n w p t h', 'Claims, Stories, Map, Dyads, Network, Watches, Proof, Text, Health'],
    ['/', 'words of the sentence'],
    ['f', 'choices: show or hide'],
    ['e', 'take the view with you'],
    ['l', 'light, dark, or as the system has it'],
    ['↑ ↓ or j k', 'in the table and in a text: the claim before, the next'],
    ['Page up, Page down, Home, End', 'in the table'],
    ['Enter', 'its evidence'],
    ['Escape', 'close'],
    ['arrows, + − 0', 'on the map: move, enlarge, whole world'],
    ['1 0 2, j k', 'in Proof: right, wrong, cannot tell; the next claim, the one before'],
    ['?', 'this'],
];

export function Help({ close }: { close: () => void }) {
    return (
        <Dialog title="Keys and signs" close={close}>
            <dl class="keys">
                {keys.map(([k, what]) => (
                    <div key={k}>
                        <dt>
                            <kbd>{k}</kbd>
                        </dt>
                        <dd>{what}</dd>
                    </div>
                ))}
            </dl>
            <h3>The sixteen events</h3>
            {quadNames.map((q) => (
                <div key={q} class="sign-group">
                    <h4>
                        <QuadGlyph quad={q} /> {quads[q]}
                    </h4>
                    <dl class="signs">
                        {Object.entries(events)
                            .filter(([, [of]]) => of === q)
                            .map(([e, [, what]]) => (
                                <div key={e}>
                                    <dt>
                                        <EventTag event={e} />
                                    </dt>
                                    <dd>{what}</dd>
                                </div>
                            ))}
                    </dl>
                </div>
            ))}
            <h3>The eleven statuses</h3>
            <dl class="signs">
                {statusNames.map((s) => (
                    <div key={s}>
                        <dt>
                            <StatusTag status={s} />
                        </dt>
                        <dd>{statuses[s]?.[1]}</dd>
                    </div>
                ))}
            </dl>
            <p class="why">
                Nothing here asks anybody but the server this page came from.{' '}
                <a href="/assets/licences.txt">Licences of the libraries</a>
            </p>
        </Dialog>
    );
}
