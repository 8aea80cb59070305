// The types that the package does not ship.

declare module 'spdx-expression-parse' {
  namespace parse {
    interface LicenseInfo {
      license: string;
      plus?: true;
      exception?: string;
    }
    interface ConjunctionInfo {
      conjunction: 'and' | 'or';
      left: Info;
      right: Info;
    }
    type Info = LicenseInfo | ConjunctionInfo;
  }
  function parse(expression: string): parse.Info;
  export default parse;
}
