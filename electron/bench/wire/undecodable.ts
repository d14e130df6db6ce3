/** Says why bytes are no payload; thrown and caught within this folder. */
export class Undecodable extends Error {}
