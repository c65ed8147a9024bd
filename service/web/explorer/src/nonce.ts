// Monaco makes <style> elements at run time: each gets the nonce that the page's policy asks for.
const { nonce } = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')!;
const create = document.createElement;

document.createElement = function (this: Document, ...of: [string, ElementCreationOptions?]) {
  const element = create.apply(this, of);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
} as typeof create;
