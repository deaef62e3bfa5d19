/* types.ts: what the interface tells (doc/openapi.yaml, masudi schema), as far as the page shows it. */

export interface Span {
    text: string;
    start: number;
    end: number;
}

export interface Entity extends Span {
    name?: string | null;
    entity?: string | null;
    country?: string | null;
    sector?: string | null;
    code?: string | null;
    aligned?: string[];
    via?: string;
}

export interface Source extends Entity {
    kind: string;
}

export interface Claim {
    id: string;
    doc: {
        id: string;
        date: string | null;
        title: string | null;
        url: string | null;
        publisher: string | null;
        language: string | null;
    };
    sentence: Span & { index: number };
    trigger: Span & { lemma: string };
    event: string;
    mode: string | null;
    contexts: string[];
    cameo: string;
    quad: string;
    goldstein: number;
    intensity: number;
    actors: Entity[];
    recipients: Entity[];
    status: string;
    hedge: string;
    attribution: Source[];
    links: { kind: string; event: string }[];
    when: { start: string | null; end: string | null; precision: string; text: string | null };
    where: (Span & { name: string; country: string | null; admin1: string | null; precision: string }) | null;
    mentions: (Span & { sentence: number })[];
    magnitude: Record<string, number | null>;
    confidence: number;
    rule: string;
}

export interface Document {
    id: string;
    title: string | null;
    date: string | null;
    url: string | null;
    publisher: string | null;
    language: string | null;
    licence?: string | null;
    attribution?: string | null;
    coder?: string;
    model?: string;
    knowledge?: string;
    text: string | null;
    sentences?: [number, number][];
    claims: Claim[];
}

export interface Story {
    story: string;
    event: string;
    mode: string | null;
    first_day: string | null;
    last_day: string | null;
    first_seen: string | null;
    last_seen: string | null;
    claims: number;
    documents: number;
    copies: number;
    sources: string[];
    statuses: string[];
    text: string | null;
}

export interface Told {
    claim: string;
    source: string;
    doc: string;
}

/* What became of a story's name; when the story is no more there is nothing beside it. */
export interface StoryWhole extends Story {
    changes: { at: string; story: string; kind: string; other: string | null }[];
    differ: Record<string, { value: string; told: Told[] }[]>;
    accounts: Claim[];
}

export interface Count {
    key: string | null;
    n: number;
}

export interface PlaceFeature {
    geometry: { coordinates: [number, number] };
    properties: {
        name: string | null;
        country: string | null;
        admin1: string | null;
        precision: string;
        n: number;
        material_conflict: number;
        verbal_conflict: number;
        material_cooperation: number;
        verbal_cooperation: number;
    };
}

export interface Pair {
    actor: string;
    recipient: string;
    n: number;
    intensity: number;
    conflict: number;
}

export interface Point {
    series: string;
    start: string;
    count: number;
    intensity: number | null;
    baseline: number | null;
    surprise: number | null;
}

export interface StoreStats {
    version: number;
    bytes: number;
    documents: number;
    revisions: number;
    texts: number;
    claims: number;
    superseded: number;
    entities: number;
    places: number;
    stories: number;
    told_again: number;
    copies: number;
    events: { event: string; claims: number }[];
    statuses: { status: string; claims: number }[];
    days: { first: string | null; last: string | null }[];
    runs: { coder: string; model: string; knowledge: string; options: string; begun: string; documents: number }[];
    sources: { name: string; documents: number; licence: string | null; attribution: string | null }[];
}

export interface Health {
    status: string;
    version: string;
    model?: string;
    knowledge?: string;
    seconds?: number;
    store?: StoreStats | null;
}
