/** Whether a key was pressed in a form that lies over the window: the one that opened it was pressed elsewhere. */
export function isInForm(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest("dialog.form") !== null;
}
