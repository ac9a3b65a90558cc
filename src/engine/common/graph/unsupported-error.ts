/** Why a graph can't be compiled; tells the layer, where one is known. */
export class UnsupportedError extends Error {
  constructor(
    message: string,
    readonly layer: string | undefined,
  ) {
    super(message);
  }
}
