/* borders.mjs: the countries of world-atlas (Natural Earth, 1:50 million) by the codes that claims use. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const unnumbered = { Kosovo: 'XKX', Somaliland: 'SOM', 'N. Cyprus': 'CYP' };

export function bordersOf(here) {
    const read = (...path) => JSON.parse(readFileSync(join(here, 'node_modules', ...path), 'utf8'));
    const world = read('world-atlas', 'countries-50m.json');
    const alpha3 = new Map(read('i18n-iso-countries', 'codes.json').map(([, three, number]) => [number, three]));
    const countries = world.objects.countries;
    countries.geometries = countries.geometries.map((g) => ({
        type: g.type,
        arcs: g.arcs,
        id: alpha3.get(g.id) ?? unnumbered[g.properties.name] ?? '',
    }));
    return { type: world.type, transform: world.transform, arcs: world.arcs, objects: { countries } };
}
