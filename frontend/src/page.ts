/** Every public page. */
import { watchExit } from "./elements/exit.ts";

watchExit();
