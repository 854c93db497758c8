// The syntax of the NAS language, all of docs/language.md. What a later stage cannot do yet, it says
// so with a code and a span; nothing here needs to change for that.
//
// Line ends carry no meaning, with one exception: `(`, `[` and `..` after an expression continue it only on
// the same line, so that an entry or item may begin with them.
parser grammar NasParser;

options { tokenVocab = NasLexer; superClass = NasDsl.Parsing.NasParserBase; }

file : declaration* EOF ;

declaration
    : IMPORT STRING ( AS identifier )?                                                        # importDeclaration
    | CONST identifier ASSIGN expression                                                      # constDeclaration
    | OPSET identifier parameters? set                                                        # opsetDeclaration
    | ( OP | CELL ) identifier parameterLists ( ASSIGN expression | body )                    # functionDeclaration
    | NETWORK identifier parameterLists body                                                  # networkDeclaration
    | CONSTRAINT expression                                                                   # constraintDeclaration
    | OBJECTIVE goal ( COMMA goal )*                                                          # objectiveDeclaration
    | SEARCH identifier settings                                                              # searchDeclaration
    | TRAIN expression settings                                                               # trainDeclaration
    | SCALE identifier parameterLists settings                                                # scaleDeclaration
    | ( OPTIMIZER | LOSS | AUGMENT ) identifier parameterLists ( ASSIGN expression | body )   # programDeclaration
    | COMPRESS identifier ( FROM STRING )? compression                                        # compressDeclaration
    ;

goal : ( MAXIMIZE | MINIMIZE )? expression ;

compression : LBRACE compressionItem* RBRACE ;

compressionItem : EACH identifier settings | setting ;

// `(k, stride = 1)(x)`: static parameters first, tensors second.
parameterLists : parameters* ;

parameters : LPAREN ( parameter ( COMMA parameter )* COMMA? )? RPAREN ;

parameter : identifier ( COLON shape )? ( ASSIGN expression )? ;

// `[3, 32, 32]` is a tensor of that shape, `[35] of 10000` one of that many token ids.
shape : LBRACK ( expression ( COMMA expression )* COMMA? )? RBRACK ( OF expression )? ;

body : LBRACE statement* RBRACE ;

statement
    : NODES identifier LBRACK expression RBRACK ( FROM expression )? ASSIGN expression separator?   # nodesStatement
    | OUTPUT outputItem ( COMMA outputItem )* separator?                                          # outputStatement
    | identifier ASSIGN expression separator?                                                     # bindingStatement
    ;

outputItem : ( identifier ASSIGN )? expression ;

separator : SEMI | COMMA ;

settings : LBRACE setting* RBRACE ;

setting : identifier ASSIGN expression separator? ;

// Precedence, loosest first: |>  >>  choose/if  or  and  not  comparison  ..  + -  * / mod  unary -  ^  postfix
expression : expression PIPE composition   # pipeExpression
           | composition                   # composed
           ;

composition : composition COMPOSE operand  # composeExpression
            | operand                      # single
            ;

operand
    : CHOOSE ( selector OF )? range ( STEP additive unitName? )? LOG? ( AS identifier )? modifier*   # chooseExpression
    | UNIFORM additive OF range                                                                     # uniformExpression
    | BLEND set                                                                                     # blendExpression
    | REPEAT { SameLine() }? LPAREN expression RPAREN postfix                                        # repeatExpression
    | IF expression THEN composition ELSE composition                                               # ifExpression
    | CHAIN ( chainInputs )? chainBody                                                              # chainExpression
    | disjunction                                                                                   # plain
    ;

selector : ANY | ORDER | range ;

unitName : { SameLine() }? IDENT ;

modifier : WITH identifier operand ;

chainInputs : postfix ( COMMA postfix )* ;

chainBody : LBRACE chainItem* RBRACE ;

chainItem : ( identifier ASSIGN )? expression separator? ;

disjunction : conjunction ( OR conjunction )* ;

conjunction : negation ( AND negation )* ;

negation : NOT negation | comparison ;

comparison : range ( ( LE | GE | EQ | NE | ABOUT | LT | GT | IN ) share )? ;

// `50% of base`
share : range ( OF range )? ;

range : additive ( { SameLine() }? DOTDOT additive )? ;

additive : multiplicative ( ( PLUS | MINUS ) multiplicative )* ;

multiplicative : unary ( ( STAR | SLASH | MOD ) unary )* ;

unary : MINUS unary | power ;

power : postfix ( CARET unary )? ;

postfix
    : primary                                                           # primaryExpression
    | postfix { SameLine() }? LPAREN arguments RPAREN                   # callExpression
    | postfix { SameLine() }? LBRACK expression RBRACK                  # indexExpression
    | postfix DOT identifier                                            # memberExpression
    ;

arguments : ( argument ( COMMA argument )* COMMA? )? ;

argument : ( identifier COLON )? expression ;

primary
    : NUMBER                                                            # numberLiteral
    | STRING                                                            # stringLiteral
    | ( TRUE | FALSE )                                                  # booleanLiteral
    | identifier                                                        # nameExpression
    | set                                                               # setExpression
    | LBRACK ( element ( COMMA element )* COMMA? )? RBRACK              # listExpression
    | LPAREN ( expression ( COMMA expression )* COMMA? )? RPAREN        # groupExpression
    ;

// An op set: `{ conv(3), pool = max_pool(3) }`. An entry's name is its operation's where none is given.
set : LBRACE ( entry separator? )* RBRACE ;

entry : ( identifier ASSIGN )? expression | DOTDOT postfix ;

// `s |> conv for s in [a, b] if s != a`, or `..n`
element : DOTDOT postfix | expression comprehension? ;

comprehension : FOR identifier IN composition ( IF expression )? ;

identifier
    : IDENT
    | ANY | AUGMENT | BLEND | COMPRESS | EACH | LOG | LOSS | MAXIMIZE | MINIMIZE | OPTIMIZER | ORDER | REPEAT | SCALE
    | STEP | UNIFORM
    ;
