BeforeDiscovery {
    . $PSScriptRoot/Common.ps1
    Import-Module $Manifest
    $commands = Get-Command -Module HostTools | ForEach-Object { @{ Name = $_.Name } }
    $examples = foreach ($command in $commands) {
        foreach ($example in (Get-Help $command.Name -Full).examples.example) {
            @{ Name = $command.Name; Code = $example.code }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Import-Module $Manifest
}

Describe 'Help of <Name>' -ForEach $commands {
    It 'has a synopsis, a description and examples' {
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterOrEqual 1
        $help.returnValues.returnValue.type.name | Should -Match '^HostTools\.'
    }

    It 'names -WhatIf and -Confirm where the command has them' {
        $has = (Get-Command $Name).Parameters.ContainsKey('WhatIf')
        foreach ($syntax in (Get-Help $Name).syntax.syntaxItem) {
            'WhatIf' -in $syntax.parameter.name | Should -Be $has
            'Confirm' -in $syntax.parameter.name | Should -Be $has
        }
    }

    It 'explains every parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($parameter in (Get-Command $Name).Parameters.Keys.Where{ $_ -notin $common }) {
            (Get-Help $Name -Parameter $parameter).description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter"
        }
    }
}

Describe 'The example <Code>' -ForEach $examples {
    BeforeAll {
        $tree = New-ExampleTree
        Push-Location $tree
        Invoke-HostPlan nixos -Root ./out -Confirm:$false
        Invoke-HostPlan toaster -Root ./out -Confirm:$false
        sh (Join-Path $Clone 'tests/fixtures/two-cards.sh') ./out
    }

    AfterAll {
        Pop-Location
        Remove-Item $tree -Recurse -Force
    }

    It 'runs as it stands' {
        $ErrorActionPreference = 'Stop'
        { [scriptblock]::Create($Code).Invoke() } | Should -Not -Throw
    }
}

Describe 'The about topic' {
    It 'is found' { (Get-Help about_HostTools) -join "`n" | Should -Match 'Declares machines in YAML' }

    It 'has one about the language' { (Get-Help about_HostTools_Configuration) -join "`n" | Should -Match 'How hosts, modules and homes are written' }
}
