/* early.ts: light or dark, before anything is drawn: as was chosen last, else as the system has it. */
const dark = matchMedia('(prefers-color-scheme: dark)');

function settle(): void {
    let chosen: string | null = null;
    try {
        chosen = localStorage.getItem('masudi.theme');
    } catch {
        /* a browser that keeps nothing follows the system */
    }
    document.documentElement.dataset.theme =
        chosen === 'light' || chosen === 'dark' ? chosen : dark.matches ? 'dark' : 'light';
}

settle();
dark.addEventListener('change', settle);
addEventListener('masudi:theme', settle);
