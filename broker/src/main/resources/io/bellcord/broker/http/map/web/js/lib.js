/** The two libraries, which are no modules: they were loaded before and left their names here. */
export const L = globalThis.L;
export const Paho = globalThis.Paho;
