// Light or dark: as the system says, until somebody presses the button.
const button = document.querySelector<HTMLButtonElement>('#theme');
const system = matchMedia('(prefers-color-scheme: dark)');
let chosen: 'light' | 'dark' | undefined;

function apply(theme: 'light' | 'dark'): void {
  document.documentElement.dataset.theme = theme;
  if (button) button.textContent = theme === 'dark' ? 'Light' : 'Dark';
  document.dispatchEvent(new CustomEvent('themechange'));
}

function current(): 'light' | 'dark' {
  return chosen ?? (system.matches ? 'dark' : 'light');
}

apply(current());
system.addEventListener('change', () => apply(current()));
button?.addEventListener('click', () => {
  chosen = current() === 'dark' ? 'light' : 'dark';
  apply(chosen);
});
// Paper is white.
addEventListener('beforeprint', () => apply('light'));
addEventListener('afterprint', () => apply(current()));
