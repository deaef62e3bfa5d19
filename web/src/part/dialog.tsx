/* dialog.tsx: a window over the page; Escape closes it, and what had the focus has it again. */
import { type ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './glyph';

export function Dialog({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
    const box = useRef<HTMLDialogElement>(null);
    useEffect(() => {
        const el = box.current;
        if (el && !el.open) el.showModal();
        return () => el?.close();
    }, []);
    return (
        <dialog
            ref={box}
            class="dialog"
            aria-label={title}
            onClose={close}
            onClick={(e) => e.target === box.current && close()}
        >
            <header class="pane-head">
                <h2>{title}</h2>
                <button type="button" class="icon-button" aria-label="Close" onClick={close}>
                    <Icon name="close" />
                </button>
            </header>
            {children}
        </dialog>
    );
}
