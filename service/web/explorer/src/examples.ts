// The tabs that a first visit finds: every file in `examples`, in the order of its name, with the
// variables and headers that stand beside it.
const files = import.meta.glob<string>('../examples/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const tabs = Object.keys(files)
  .filter((path) => path.endsWith('.graphql'))
  .sort()
  .map((path) => {
    const beside = (kind: string) => files[path.replace('.graphql', `.${kind}.json`)]?.trimEnd();
    return {
      query: files[path].trimEnd(),
      variables: beside('variables'),
      headers: beside('headers'),
    };
  });
