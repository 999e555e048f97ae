namespace HostTools.Configuration.Expressions.Syntax;

internal static class CelOperators
{
    public static string Symbol(CelOperator op) => op switch
    {
        CelOperator.Add => "+",
        CelOperator.Subtract or CelOperator.Negate => "-",
        CelOperator.Multiply => "*",
        CelOperator.Divide => "/",
        CelOperator.Modulo => "%",
        CelOperator.Equal => "==",
        CelOperator.NotEqual => "!=",
        CelOperator.Less => "<",
        CelOperator.LessOrEqual => "<=",
        CelOperator.Greater => ">",
        CelOperator.GreaterOrEqual => ">=",
        CelOperator.In => "in",
        CelOperator.Not => "!",
        CelOperator.And => "&&",
        _ => "||",
    };
}
