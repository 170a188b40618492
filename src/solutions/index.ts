export { readPackage, readPackageBytes } from './read-package.ts'
export type { ComponentCollection, PackageContents, PreservedPart } from './package-contents.ts'
