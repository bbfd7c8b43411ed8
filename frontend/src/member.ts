/** The cell's pages. The seal is whole here, with what members alone need. */
export * from "./seal.ts";
export * from "./seal/grants.ts";
export * from "./seal/member.ts";
export * from "./seal/passphrase.ts";
export { openVault as openSession } from "./elements/session.ts";
import { defineAccess } from "./elements/access.ts";
import { defineCase } from "./elements/case.ts";
import { defineDesk } from "./elements/desk.ts";
import { defineDirectory } from "./elements/directory.ts";
import { defineNewVault } from "./elements/newvault.ts";
import { Recovering } from "./elements/recovering.ts";
import { MakesSpare } from "./elements/spare.ts";
import { watch } from "./elements/session.ts";
import { defineVault } from "./elements/vault.ts";

watch();
defineVault();
defineDesk();
defineCase();
defineNewVault();
defineDirectory();
defineAccess();
customElements.define("pv-recovery-key", MakesSpare);
customElements.define("pv-recovering", Recovering);
