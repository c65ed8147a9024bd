// The tabs that a first visit finds: every file in `examples`, in the order of its name.
const files = import.meta.glob<string>('../examples/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const tabs = Object.keys(files)
  .sort()
  .map((path) => ({ query: files[path].trimEnd() }));
