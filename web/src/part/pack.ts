/* pack.ts: a text small enough for an address, and back. */
const pipe = async (bytes: Uint8Array, through: CompressionStream | DecompressionStream): Promise<Uint8Array> =>
    new Uint8Array(
        await new Response(
            new Blob([bytes as BlobPart]).stream().pipeThrough(through as ReadableWritablePair<Uint8Array, Uint8Array>),
        ).arrayBuffer(),
    );

export async function pack(text: string): Promise<string> {
    const small = await pipe(new TextEncoder().encode(text), new CompressionStream('deflate-raw'));
    let s = '';
    for (const b of small) s += String.fromCharCode(b);
    return btoa(s).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export async function unpack(packed: string): Promise<string> {
    const s = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(
        await pipe(
            Uint8Array.from(s, (c) => c.charCodeAt(0)),
            new DecompressionStream('deflate-raw'),
        ),
    );
}
