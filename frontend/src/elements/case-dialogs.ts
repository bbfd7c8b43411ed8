/** Small windows of a case: to whom, under which title, are you sure. Escape and the button close them; nothing is done then. */
import { hush, part, parts } from "./sentences.ts";
import { tellRefusal } from "./case-write.ts";
import { onEnter } from "./vault.ts";

export interface Window {
  /** Opens it; `act` is done once, and closes it when it ends well. */
  ask(act: () => Promise<void>): void;
  readonly element: HTMLDialogElement;
}

export function dialog(host: HTMLElement, name: string): Window {
  const element = part<HTMLDialogElement>(host, `dialog[data-dialog="${name}"]`);
  const button = part<HTMLButtonElement>(element, "[data-do]");
  const failed = part(element, "[data-failed]");
  let act: () => Promise<void> = () => Promise.resolve();

  async function go(): Promise<void> {
    if (button.disabled) return;
    button.disabled = true;
    hush(failed);
    try {
      await act();
      element.close();
    } catch (error) {
      tellRefusal(failed, error);
    } finally {
      button.disabled = false;
    }
  }

  button.addEventListener("click", () => void go());
  part(element, "[data-cancel]").addEventListener("click", () => element.close());
  for (const field of parts(element, "input:not([type=radio], [type=checkbox])")) onEnter(field, () => void go());
  return {
    element,
    ask(then) {
      act = then;
      hush(failed);
      element.showModal();
    },
  };
}
