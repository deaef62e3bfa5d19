/* keys.ts: single keys, where nothing is being written and no window is open. */
import { useEffect, useRef } from 'preact/hooks';

const isTyping = (e: KeyboardEvent): boolean =>
    e.target instanceof HTMLInputElement ||
    e.target instanceof HTMLTextAreaElement ||
    e.target instanceof HTMLSelectElement;

/* A key means what is shown when it is pressed, however fast keys come: the handler is that of the last drawing. */
export function useKeys(handler: (e: KeyboardEvent) => unknown): void {
    const latest = useRef(handler);
    latest.current = handler;
    useEffect(() => {
        const key = (e: KeyboardEvent) => {
            if (!isTyping(e) && !e.ctrlKey && !e.metaKey && !e.altKey && !document.querySelector('dialog[open]'))
                latest.current(e);
        };
        addEventListener('keydown', key);
        return () => removeEventListener('keydown', key);
    }, []);
}
