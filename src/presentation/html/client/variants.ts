// A list that chooses which of several views is shown.
for (const part of document.querySelectorAll('.variants')) {
  const select = part.querySelector('select');
  const views = [...part.children].filter(child => child instanceof HTMLElement && child.matches('.variant'));
  select?.addEventListener('change', () => {
    views.forEach((view, index) => {
      view.toggleAttribute('hidden', index !== select.selectedIndex);
    });
  });
}
