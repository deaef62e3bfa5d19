/* words.ts: the words of the contract (doc/ontology.md, doc/status.md) as people read them. */

export type Quad = 'verbal-cooperation' | 'material-cooperation' | 'verbal-conflict' | 'material-conflict';

export const quads: Record<Quad, string> = {
    'verbal-cooperation': 'words of cooperation',
    'material-cooperation': 'acts of cooperation',
    'verbal-conflict': 'words of conflict',
    'material-conflict': 'acts of conflict',
};
export const quadNames = Object.keys(quads) as Quad[];

/* The class of each event and what it stands for. Its colour is that of the class. */
export const events: Record<string, [Quad, string]> = {
    AGREE: ['verbal-cooperation', 'agrees, promises or signs'],
    CONSULT: ['verbal-cooperation', 'meets, visits or talks'],
    SUPPORT: ['verbal-cooperation', 'praises, backs or recognises'],
    CONCEDE: ['verbal-cooperation', 'yields, eases or says sorry'],
    COOPERATE: ['material-cooperation', 'works, trades or exercises together'],
    AID: ['material-cooperation', 'gives money, goods, shelter or arms'],
    RETREAT: ['material-cooperation', 'withdraws, releases or lets in'],
    REQUEST: ['verbal-conflict', 'asks, orders or appeals'],
    ACCUSE: ['verbal-conflict', 'blames, condemns or investigates'],
    REJECT: ['verbal-conflict', 'refuses, denies or vetoes'],
    THREATEN: ['verbal-conflict', 'threatens or gives a last warning'],
    PROTEST: ['material-conflict', 'demonstrates, strikes or riots'],
    SANCTION: ['material-conflict', 'cuts ties, expels or imposes sanctions'],
    MOBILIZE: ['material-conflict', 'moves or readies forces'],
    COERCE: ['material-conflict', 'arrests, seizes, restricts or censors'],
    ASSAULT: ['material-conflict', 'attacks, kills or bombs'],
};
export const eventNames = Object.keys(events);

/* `kind` groups the eleven: it happened, it is meant to, it is open, it did not. */
export type StatusKind = 'real' | 'meant' | 'open' | 'not';
export const statuses: Record<string, [StatusKind, string]> = {
    actual: ['real', 'The text says that it happened or is happening.'],
    historical: ['real', 'It happened in the past, before the news.'],
    planned: ['meant', 'It is decided or scheduled, and has not happened yet.'],
    considered: ['meant', 'Whoever would do it is weighing it.'],
    threatened: ['meant', 'Whoever would do it says that it will harm, unless or if.'],
    requested: ['meant', 'Somebody asks or orders that it be done.'],
    possible: ['open', 'It may be, is feared or expected.'],
    conditional: ['open', 'It holds only if something else does.'],
    attempted: ['open', 'It was tried and not, or not yet, done.'],
    negated: ['not', 'It did not or will not happen.'],
    denied: ['not', 'Somebody says that it did not happen.'],
};
export const statusNames = Object.keys(statuses);

export const hedges: Record<string, string> = {
    none: '',
    reported: 'as is reported',
    alleged: 'as is alleged',
    apparent: 'as it seems',
    suspected: 'as is suspected',
    rumoured: 'as rumour has it',
};

export const claimantKinds: Record<string, string> = {
    none: 'the article itself',
    quote: 'quoted words',
    statement: 'a statement',
    document: 'a document',
    media: 'other media',
    official: 'an official',
    unnamed: 'somebody unnamed',
};

export const linkKinds: Record<string, string> = {
    content: 'what it is about',
    condition: 'on condition of',
    consequence: 'would lead to',
    purpose: 'in order to',
    cause: 'because of',
    response: 'in answer to',
};

export const viaWords: Record<string, string> = {
    name: 'by name',
    agent: 'by what they are',
    metonym: 'a place that stands for its government',
    pronoun: 'through a pronoun',
    nominal: 'through a description',
};

export const sectors: Record<string, string> = {
    GOV: 'government',
    MIL: 'military',
    COP: 'police',
    SPY: 'intelligence',
    JUD: 'courts',
    LEG: 'parliament',
    PTY: 'a party',
    OPP: 'opposition',
    REB: 'rebels',
    PRM: 'paramilitaries',
    UAF: 'unidentified armed forces',
    UNK: 'unknown',
    CRM: 'criminals',
    CVL: 'civilians',
    ELI: 'elites',
    EDU: 'schools and students',
    JRN: 'journalists',
    MED: 'health workers',
    REL: 'religious',
    BUS: 'business',
    LAB: 'workers',
    AGR: 'farmers',
    REF: 'refugees',
    SOC: 'civil society',
    PRE: 'former officials',
};

export const fields: Record<string, string> = {
    text: 'words',
    status: 'status',
    event: 'event',
    mode: 'mode',
    actor: 'actor',
    recipient: 'recipient',
    country: 'country',
    attribution: 'who says so',
    place: 'place',
    from: 'from',
    to: 'to',
    document: 'document',
    story: 'story',
};

export const plural = (n: number, one: string, many = `${one}s`): string =>
    `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
