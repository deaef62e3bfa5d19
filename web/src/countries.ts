/* countries.ts: names for the country codes of claims. */
import codes from 'i18n-iso-countries/codes.json';

const alpha2 = new Map<string, string>();
for (const row of codes as unknown as [string, string, string][]) alpha2.set(row[1], row[0]);

/* PLOVER's codes for what belongs to no state. */
const beyond: Record<string, string> = {
    IGO: 'intergovernmental bodies',
    UNO: 'United Nations',
    EUR: 'European Union',
    NGO: 'non-governmental bodies',
    ISM: 'Islamist groups',
    IMG: 'militant groups',
    MNC: 'multinational firms',
    XKX: 'Kosovo',
};
const short: Record<string, string> = { PSE: 'Palestine', HKG: 'Hong Kong', MAC: 'Macao', MMR: 'Myanmar' };
const names = new Intl.DisplayNames(['en'], { type: 'region' });

export function countryName(code: string | null | undefined): string {
    if (!code) return '';
    const two = alpha2.get(code);
    return short[code] ?? beyond[code] ?? (two ? (names.of(two) ?? code) : code);
}

/* Every code with its name, for lists to choose from. */
export const allCountries: [string, string][] = [...alpha2.keys(), ...Object.keys(beyond)]
    .map((code): [string, string] => [code, countryName(code)])
    .sort((a, b) => a[1].localeCompare(b[1]));

/* "Iraq", "irq" or "IRQ" -> IRQ; what is no country stays as it is. */
export function countryCode(word: string): string {
    const low = word.trim().toLowerCase();
    const found = allCountries.find(([code, name]) => code.toLowerCase() === low || name.toLowerCase() === low);
    return found ? found[0] : word.trim();
}
