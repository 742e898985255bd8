/** An object of somebody else, written in every way that careless programs change. */
export const foreign = `# header of the file

# about this object
apiVersion: example.com/v1
kind: Settings
metadata:
  name: foreign   # its name
  namespace: "elsewhere"
  annotations: {a: 'b', "c": d}
data:
  yes: "yes"
  octal: 0443
  hexadecimal: 0x1F
  exponent: 1e3
  version: 1.10
  big: 12345678901234567890
  time: 12:30:45
  date: 2024-01-02
  base: &base
    on: off
  merged:
    <<: *base
    more: ~
  folded: >-
    one
    two

  kept: |+
    line

  list:
      - wide   # n1
      # n2
      - "quoted"
# the end
---
apiVersion: v1
kind: Secret
metadata:
  name: foreign
type: Opaque
stringData:
  password: "0443"
`;
