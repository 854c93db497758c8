// The tokens of the NAS language. Keywords in the first block are reserved; the second block is
// reserved only where the grammar expects them (see `identifier` in NasParser.g4).
lexer grammar NasLexer;

channels { COMMENTS, DOCUMENTATION }

// --- reserved words ---
AND        : 'and' ;
AS         : 'as' ;
CELL       : 'cell' ;
CHAIN      : 'chain' ;
CHOOSE     : 'choose' ;
CONST      : 'const' ;
CONSTRAINT : 'constraint' ;
ELSE       : 'else' ;
FALSE      : 'false' ;
FOR        : 'for' ;
FROM       : 'from' ;
IF         : 'if' ;
IMPORT     : 'import' ;
IN         : 'in' ;
MOD        : 'mod' ;
NETWORK    : 'network' ;
NODES      : 'nodes' ;
NOT        : 'not' ;
OBJECTIVE  : 'objective' ;
OF         : 'of' ;
OP         : 'op' ;
OPSET      : 'opset' ;
OR         : 'or' ;
OUTPUT     : 'output' ;
SEARCH     : 'search' ;
THEN       : 'then' ;
TRAIN      : 'train' ;
TRUE       : 'true' ;
WITH       : 'with' ;

// --- words with a meaning in one place, ordinary names elsewhere ---
ANY        : 'any' ;
AUGMENT    : 'augment' ;
BLEND      : 'blend' ;
COMPRESS   : 'compress' ;
EACH       : 'each' ;
LOG        : 'log' ;
LOSS       : 'loss' ;
MAXIMIZE   : 'maximize' ;
MINIMIZE   : 'minimize' ;
OPTIMIZER  : 'optimizer' ;
ORDER      : 'order' ;
REPEAT     : 'repeat' ;
SCALE      : 'scale' ;
STEP       : 'step' ;
UNIFORM    : 'uniform' ;

// --- punctuation ---
PIPE       : '|>' ;
COMPOSE    : '>>' ;
DOTDOT     : '..' ;
LE         : '<=' ;
GE         : '>=' ;
EQ         : '==' ;
NE         : '!=' ;
ABOUT      : '~=' ;
LT         : '<' ;
GT         : '>' ;
ASSIGN     : '=' ;
PLUS       : '+' ;
MINUS      : '-' ;
STAR       : '*' ;
SLASH      : '/' ;
CARET      : '^' ;
LPAREN     : '(' ;
RPAREN     : ')' ;
LBRACK     : '[' ;
RBRACK     : ']' ;
LBRACE     : '{' ;
RBRACE     : '}' ;
COMMA      : ',' ;
SEMI       : ';' ;
COLON      : ':' ;
DOT        : '.' ;

// A number and its unit are one token: `3.5M`, `80ms`, `50%`, `3e-4`. Which units exist is checked
// later, so that `3.5Q` is one clear error and not a number followed by a name.
NUMBER     : DIGIT+ ( '.' DIGIT+ )? ( [eE] [+-]? DIGIT+ )? ( '%' | [a-zA-Z_] [a-zA-Z_0-9]* )? ;
STRING     : '"' ( ESCAPE | ~["\\\r\n] )* '"' ;
UNTERMINATED_STRING : '"' ( ESCAPE | ~["\\\r\n] )* ;
IDENT      : [a-zA-Z_] [a-zA-Z_0-9]* ;

DOC_COMMENT   : '///' ~[\r\n]* -> channel(DOCUMENTATION) ;
LINE_COMMENT  : '//' ~[\r\n]* -> channel(COMMENTS) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(COMMENTS) ;
UNTERMINATED_COMMENT : '/*' ( ~'*' | '*' ~'/' )* '*'? ;
WHITESPACE    : [ \t\r\n\u00A0\uFEFF]+ -> skip ;
UNEXPECTED    : . ;

fragment DIGIT  : [0-9] ;
fragment ESCAPE : '\\' . ;
