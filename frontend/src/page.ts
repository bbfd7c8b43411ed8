/** Every public page. */
export {};
